import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdMicrophone } from './microphone.ts';
import { TalkError } from './talk-error.ts';

const failing = (name: string) => ({
  isSecureContext: true,
  origin: 'http://localhost',
  mediaDevices: { getUserMedia: () => Promise.reject(Object.assign(new Error('no'), { name })) },
});

const problemOf = async (access: Parameters<typeof holdMicrophone>[0]) => {
  const error: unknown = await holdMicrophone(access).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof TalkError);
  return error.problem;
};

test('a page that is not secure is told how to set TLS', async () => {
  const problem = await problemOf({ isSecureContext: false, mediaDevices: undefined, origin: 'http://10.0.0.5:8080' });
  assert.match(problem.text, /http:\/\/10\.0\.0\.5:8080.*TLS_CERT/);
});

test('refused, missing and busy microphones are told apart', async () => {
  assert.match((await problemOf(failing('NotAllowedError'))).title, /refused/);
  assert.match((await problemOf(failing('NotFoundError'))).title, /No microphone/);
  assert.match((await problemOf(failing('NotReadableError'))).title, /busy/);
});
