// Every method of the official SDKs, unmodified, in life cycles: each is answered with success once at least, and no answer breaks the
// document that the server hands out.

import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { servedDocument } from './sdk/served-document.ts';
import { NEAREST, NEWEST } from './sdk/typescript.ts';
import { startWitness, type Seen, type Witness } from './sdk/witness.ts';
import { openWorld, type World } from './sdk/world.ts';

/** Methods that are not called, each with its reason. */
const NOT_CALLED: [RegExp, string][] = [[/^(app|crm)\./, 'apps and CRM sync are not part of Ringback']];

for (const sdk of [NEAREST, NEWEST])
  suite(`npm retell-sdk ${sdk.version}`, () => {
    let world: World;
    let witness: Witness;
    const closers: (() => Promise<void>)[] = [];
    before(async () => {
      const scope = { after: (run: () => Promise<void>) => void closers.unshift(run) };
      world = await openWorld(scope);
      witness = await startWitness(scope, world.server.url, () => void world.server.clock.now++);
    });
    after(async () => {
      for (const close of closers) await close();
    });

    for (const [name, live] of Object.entries(sdk.lives)) test(name, () => live({ world, url: witness.url }));

    test('no answer breaks the document', () => assert.deepEqual(witness.faults, []));

    test('every method was answered with success', () => assert.deepEqual(leftOut(sdk.methods, witness.seen), []));
  });

test('what breaks the document is seen', async (t) => {
  const { server } = await openWorld(t);
  const document = await servedDocument(server.url);
  const answer = (
    status: number,
    body: unknown,
    contentType = 'application/json; charset=utf-8',
    path = '/list-voices',
  ) => document.faultsOf({ method: 'GET', path, status, contentType, body: Buffer.from(JSON.stringify(body) ?? '') });
  const voice = { voice_id: 'a', voice_name: 'A', provider: 'openai', gender: 'male' };
  assert.deepEqual(answer(200, [{ ...voice, accent: null }]).length, 1, 'null where none may be');
  assert.deepEqual(answer(200, [voice]), []);
  for (const wrong of [[{ ...voice, provider: 5 }], [{ voice_id: 'a' }], [{ ...voice, gender: 'x' }], {}])
    assert.equal(answer(200, wrong).length, 1, JSON.stringify(wrong));
  assert.equal(answer(200, [voice], 'text/html').length, 1);
  assert.match(answer(204, undefined)[0] ?? '', /no such status/);
  assert.match(answer(200, {}, undefined, '/nowhere')[0] ?? '', /no route/);
});

function leftOut(methods: string[], seen: Seen[]): string[] {
  const done = new Set(seen.filter(({ status }) => status < 300).map(({ sdkMethod }) => sdkMethod));
  return methods.filter((method) => !done.has(method) && !NOT_CALLED.some(([pattern]) => pattern.test(method)));
}
