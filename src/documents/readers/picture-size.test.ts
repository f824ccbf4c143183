import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { readImage } from './image.ts';
import { pictureSize } from './picture-size.ts';

async function fixture(name: string): Promise<Buffer> {
  const bytes = await readFile(new URL(`../../../test/knowledge/files/${name}`, import.meta.url));
  return name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

test('pictures of every kind tell their size, and what is none tells nothing', async () => {
  const png = pictureSize(await fixture('notice.png'));
  assert.ok(png && png.width > 100 && png.height > 20);
  assert.deepEqual(pictureSize(await fixture('notice.jpeg')), png);
  assert.deepEqual(pictureSize(await fixture('notice.bmp.gz')), png);
  assert.equal(pictureSize(Buffer.from('\xff\xd8 and nothing that a picture is made of', 'latin1')), null);
  assert.equal(pictureSize(Buffer.alloc(0)), null);
  const jpeg = await fixture('notice.jpeg');
  for (let end = 0; end < 700; end++) pictureSize(jpeg.subarray(0, end));
});

test('a picture with enormous dimensions is refused before it is unpacked', async () => {
  const png = Buffer.alloc(64);
  png.write('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');
  png.writeUInt32BE(60_000, 16);
  png.writeUInt32BE(50_000, 20);
  const read = async () => readImage(png, { charset: undefined, url: undefined });
  await assert.rejects(read, /the picture has 60000 x 50000 pixels, at most 100 million can be read/);
});
