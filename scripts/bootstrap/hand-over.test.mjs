import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';

const handOver = new URL('./hand-over.mjs', import.meta.url).href;

/**
 * A process that hands over to a child with this code; gives both once the child said "ready".
 * @param {string} childCode
 */
async function start(childCode) {
  const code = `import { handOver } from ${JSON.stringify(handOver)}; await handOver(process.execPath, ['-e', ${JSON.stringify(childCode)}]);`;
  const wrapper = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  for await (const chunk of wrapper.stdout) {
    output += chunk;
    if (output.includes('ready')) break;
  }
  return wrapper;
}

test('a signal reaches the child, and its exit code comes back', async () => {
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT'])) {
    const wrapper = await start(
      `process.on('${signal}', () => process.exit(7)); setInterval(() => {}, 1000); console.log('ready');`,
    );
    wrapper.kill(signal);
    const [code] = await once(wrapper, 'exit');
    assert.equal(code, 7, signal);
  }
});

test('a child that a signal ended gives the exit code of the shells', async () => {
  const wrapper = await start(`console.log('ready'); process.kill(process.pid, 'SIGKILL');`);
  const [code] = wrapper.exitCode === null ? await once(wrapper, 'exit') : [wrapper.exitCode];
  assert.equal(code, 137);
});
