// The official Python SDKs, unmodified, in interpreters that hold them: RINGBACK_TEST_PYTHON has 5.31.0 (nearest to the contract),
// RINGBACK_TEST_PYTHON_NEWEST has 6.2.13. `npm test` provides both.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { test } from 'node:test';
import { sign } from '../../src/resources/webhook/index.ts';
import { testServer } from '../support/http.ts';

const run = promisify(execFile);
const script = fileURLToPath(new URL('./python-sdk.py', import.meta.url));

for (const [variable, version] of [
  ['RINGBACK_TEST_PYTHON', '5.31.0'],
  ['RINGBACK_TEST_PYTHON_NEWEST', '6.2.13'],
] as const) {
  test(`Python retell-sdk ${version} works unmodified`, async (t) => {
    const python = process.env[variable];
    assert.ok(python, `${variable} names no Python with retell-sdk ${version}; npm test provides one`);
    const server = await testServer(t);
    const body = JSON.stringify({
      event: 'call_ended',
      call: { call_id: 'call_1', transcript: 'Agent: grüß dich / 👋\n' },
    });
    const { stdout } = await run(python, [script, version], {
      env: {
        ...process.env,
        RETELL_BASE_URL: server.url,
        RETELL_API_KEY: server.key,
        WEBHOOK_BODY: body,
        WEBHOOK_SIGNATURE: sign(body, server.key, Date.now()),
        PYTHONIOENCODING: 'utf-8',
      },
    });
    const seen = JSON.parse(stdout);
    assert.equal(seen.version, version);
    assert.deepEqual(seen.webhook, { right: true, changed: false });
    assert.deepEqual(seen.failed, {});
    assert.ok(seen.done.length >= (version === '5.31.0' ? 20 : 14), `only ${seen.done.join(', ')}`);
    assert.equal(seen.errors.unknown_agent, 'UnprocessableEntityError');
    assert.equal(seen.errors.wrong_key, 'AuthenticationError');
    assert.equal(seen.errors.bad_request, 'BadRequestError');
  });
}
