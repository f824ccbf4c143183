import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHealth, type HealthDeps } from './health.ts';

function deps(changes: Partial<HealthDeps> = {}): HealthDeps {
  return {
    database: { ping: async () => true, description: 'a database' },
    mediaHost: { isUp: true, load: () => ({ legs: 0, tickLateMs: 1, priority: 'normal' }) },
    providers: { status: () => [], voices: () => [] },
    store: { status: () => [] },
    liveCalls: { size: 0, closed: null },
    ...changes,
  };
}

async function faults(changes: Partial<HealthDeps>): Promise<string[]> {
  const { ok, body } = await createHealth(deps(changes))();
  const { faults: found } = body as { faults: string[] };
  assert.equal(ok, found.length === 0);
  return found;
}

test('healthy while calls can be taken', async () => {
  assert.deepEqual(await faults({}), []);
});

test('each thing that a call needs is a fault when it is missing', async () => {
  const [away] = await faults({ database: { ping: async () => false, description: '' } });
  assert.match(away ?? '', /database/);
  const { load } = deps().mediaHost;
  assert.match((await faults({ mediaHost: { isUp: false, load } }))[0] ?? '', /media host/);
  const [closed] = await faults({ liveCalls: { size: 1, closed: 'the server was shut down' } });
  assert.equal(closed, 'no calls are taken: the server was shut down');
});

test('a voice path whose model could not be had is a fault; one that is still arriving, or that a vendor took over, is none', async () => {
  const path = (state: 'failed' | 'fetching', ready: boolean): Partial<HealthDeps> => ({
    providers: {
      status: () => [{ role: 'hearing', provider: 'local', name: 'whisper-base', ready, detail: '', change: '' }],
      voices: () => [],
    },
    store: { status: () => [{ name: 'whisper-base', state, bytes: 1, bytesDone: 0, detail: '' }] },
  });
  assert.deepEqual(await faults(path('failed', false)), [
    'hearing is not possible: the model whisper-base could not be had',
  ]);
  assert.deepEqual(await faults(path('fetching', false)), []);
  assert.deepEqual(await faults(path('failed', true)), []);
});
