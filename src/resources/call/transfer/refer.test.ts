import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LegEvent } from '../../../interfaces/leg.ts';
import type { TransferWish } from '../../../interfaces/phone-line.ts';
import { createReferrals } from './refer.ts';

test('a result that comes after its transfer was given up is not taken by the next one', async () => {
  const listeners: ((event: LegEvent) => void)[] = [];
  const orders: unknown[] = [];
  const { refer } = createReferrals({
    hand: () => ({ onEvent: (listener) => void listeners.push(listener), send: (order) => void orders.push(order) }),
  } as Parameters<typeof createReferrals>[0]);
  const tell = (sip: number): void => {
    for (const hear of listeners) hear({ is: 'referDone', ok: sip === 200, sip } as LegEvent);
  };
  const wish = { destination: '+14155550199', headers: {}, ringMs: 1000 } as TransferWish;
  const bridge = { clock: { now: () => 0, at: () => () => {} } } as never;
  const ask = (signal = new AbortController().signal) => refer({ wish, bridge, signal });

  const stop = new AbortController();
  const first = ask(stop.signal);
  stop.abort(new Error('given up'));
  await assert.rejects(first, /given up/);
  const early = await ask();
  assert.deepEqual([early.ok, !early.ok && early.why, orders.length], [false, 'unavailable', 1]);
  tell(486);
  const next = ask();
  assert.equal(orders.length, 2);
  tell(200);
  assert.deepEqual(await next, { ok: true });
});
