// Text messages all the way: from a carrier's signed webhook at the server's door to the answer on the carrier's wire, and with a server that
// stops in between.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startJobs } from '../../src/jobs/index.ts';
import type { HttpDeps } from '../../src/http/index.ts';
import { silentLog } from '../../src/interfaces/log.ts';
import { hearCarrierEvent } from '../../src/resources/text/index.ts';
import { createCarriers, type Carriers, type CarriersOptions } from '../../src/telephony/carriers/index.ts';
import { startFakeTelnyx } from '../support/fakes/telnyx.ts';
import { startFakeTwilio } from '../support/fakes/twilio.ts';
import { testServer, type TestServer } from '../support/http.ts';
import { jobsDeps } from '../support/jobs.ts';
import { importNumber } from '../support/phone.ts';
import { reversed } from '../support/scope.ts';
import { OURS, said, textsOf, textWorld, THEIRS } from '../support/texts.ts';

const PUBLIC_URL = 'http://ringback.test';

/** Carriers as `main` puts them together, for texts alone. */
function carriersFor(server: TestServer, accounts: Pick<CarriersOptions, 'twilio' | 'telnyx'>): Carriers {
  const carriers = createCarriers({
    ...accounts,
    publicUrl: PUBLIC_URL,
    openPeer: () => assert.fail('nobody calls'),
    derive: (purpose) => Buffer.alloc(32, purpose),
    wallClock: Date.now,
    nowMs: () => performance.now(),
    log: () => {},
  });
  carriers.onEvent((event) =>
    hearCarrierEvent({ db: server.database.db, now: server.deps.now, log: silentLog }, event),
  );
  server.deps.resources.telephony = carriers.telephony as never;
  return carriers;
}

/** Answers what waits; resolves when the carrier has it and the message knows its id. */
async function answer(server: TestServer, carriers: Carriers, isSent: Promise<void>): Promise<void> {
  const thinking = (name: string | null) => server.deps.resources.thinking(name);
  const telephony = carriers.telephony as never;
  const jobs = await startJobs(jobsDeps(server.database, { providers: { thinking }, telephony }));
  await isSent;
  await jobs.close();
}

test('a text comes by a signed webhook, is answered on the wire, and its state stands on the message', async (t) => {
  const scope = reversed(t);
  let carriers: Carriers | null = null;
  const doors: HttpDeps['carriers'] = {
    answer: async (request) => carriers && carriers.doors.answer(request),
    isMediaPath: () => false,
  };
  const turns = [{ say: 'By Twilio.' }, { say: 'By Telnyx.' }];
  const { server, texts } = await textWorld(scope, turns, {}, {}, { carriers: doors });
  const twilio = await startFakeTwilio(scope);
  const telnyx = await startFakeTelnyx(scope);
  /** Carriers sign for the address that they know. */
  const door = (path: string) => [`${server.url}${path}`, { as: `${PUBLIC_URL}${path}` }] as const;

  const { accountSid, authToken } = twilio;
  const first = (carriers = carriersFor(server, {
    twilio: { accountSid, authToken, baseUrl: twilio.url },
    telnyx: null,
  }));
  scope.after(() => first.close());
  const [textUrl, signedFor] = door('/carriers/twilio/text');
  const form = { MessageSid: 'SM1', From: '+14155550111', To: OURS, Body: 'Hello, Twilio', NumMedia: '0' };
  assert.equal((await twilio.post(textUrl, form, { signature: 'bm90IHRoZWlycw==' })).status, 403);
  assert.equal((await twilio.post(textUrl, form, signedFor)).status, 200);
  await answer(
    server,
    first,
    twilio.until(() => twilio.texts.length === 1),
  );
  const [sent] = twilio.texts;
  assert.deepEqual(
    ['From', 'To', 'Body'].map((name) => sent?.form.get(name)),
    [OURS, '+14155550111', 'By Twilio.'],
  );
  const callback = new URL(sent?.form.get('StatusCallback') ?? '');
  assert.equal(callback.origin, PUBLIC_URL);
  const [stateUrl, stateFor] = door(callback.pathname);
  const undelivered = { MessageSid: sent?.sid ?? '', MessageStatus: 'undelivered', ErrorCode: '30003' };
  assert.equal((await twilio.post(stateUrl, undelivered, stateFor)).status, 204);

  const account = { apiKey: telnyx.apiKey, publicKey: telnyx.publicKey, connectionId: '1', messagingProfileId: null };
  const second = (carriers = carriersFor(server, { twilio: null, telnyx: { ...account, baseUrl: telnyx.url } }));
  scope.after(() => second.close());
  server.clock.now += 1;
  const [telnyxUrl] = door('/carriers/telnyx/text');
  const to = [{ phone_number: OURS }];
  const payload = { id: 'in1', from: { phone_number: '+14155550122' }, to, text: 'Hello, Telnyx', media: [] };
  const received = { event_type: 'message.received', payload };
  assert.equal(await telnyx.post(telnyxUrl, received, { signature: 'bm90IHRoZWlycw==' }), 403);
  assert.equal(await telnyx.post(telnyxUrl, received), 204);
  await answer(
    server,
    second,
    telnyx.until(() => telnyx.texts.length === 1),
  );
  const [gone] = telnyx.texts;
  assert.deepEqual(
    ['from', 'to', 'text'].map((name) => gone?.body[name]),
    [OURS, '+14155550122', 'By Telnyx.'],
  );
  assert.equal(gone?.body['webhook_url'], `${PUBLIC_URL}/carriers/telnyx/text`);
  const delivered = { id: gone?.id, to: [{ phone_number: '+14155550122', status: 'delivered' }], errors: [] };
  assert.equal(await telnyx.post(telnyxUrl, { event_type: 'message.finalized', payload: delivered }), 204);

  const chats = await texts.chats();
  assert.deepEqual(chats.map(said), [
    ['user: Hello, Twilio', 'agent: By Twilio.'],
    ['user: Hello, Telnyx', 'agent: By Telnyx.'],
  ]);
  assert.deepEqual(
    chats.map((chat) => chat.message_with_tool_calls.at(-1).delivery),
    [
      { status: 'undelivered', error_code: '30003', error_message: 'the phone cannot be reached' },
      { status: 'delivered' },
    ],
  );
});

/** A database that is away from its nth transaction on. */
function cutAt<T extends object>(db: T, nth: number): T {
  let begun = 0;
  return new Proxy(db, {
    get(target, name) {
      if (name === 'transaction' && ++begun >= nth) throw new Error('the server stopped');
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

test('STOP is confirmed once, wherever its server stopped', async (t) => {
  const server = await testServer(t);
  await importNumber(server, OURS, {});
  const texts = textsOf(server);
  await texts.come('STOP');
  await assert.rejects(texts.read(THEIRS, { db: cutAt(server.database.db, 2) }), /the server stopped/);
  assert.deepEqual(texts.sent, []);
  await texts.read();
  await texts.read();
  assert.deepEqual(
    texts.sent.map(({ text }) => text),
    ['You will get no more messages from this number. Reply START to get them again.'],
  );
});
