import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepMediaHost } from './keep-media-host.ts';
import { startMediaHost, type RunningMediaHost } from './start-media-host.ts';

test('after its thread died a media host is there again, and whoever had calls on it was told', async (t) => {
  const started: RunningMediaHost[] = [];
  const births: (() => void)[] = [];
  const kept = await keepMediaHost({ udpPorts: null, advertisedIp: null }, async (options) => {
    const host = await startMediaHost(options);
    started.push(host);
    births.shift()?.();
    return host;
  });
  t.after(() => kept.close());
  const bridge = kept.createBridge('call_1', 1);
  const told = new Promise<string>((resolve) => kept.onExit(({ message }) => resolve(message)));
  const born = new Promise<void>((resolve) => births.push(resolve));

  await started[0]?.terminate();

  assert.match(await told, /media host/);
  assert.equal(kept.isUp, false);
  await bridge.close();
  await born;
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(kept.isUp, true);
  assert.equal(started.length, 2);
  const summary = await kept.createBridge('call_2', 1).close();
  assert.equal(summary.recorded, null);
});

test('a thread that does not start is tried again', async (t) => {
  const started: RunningMediaHost[] = [];
  let tries = 0;
  const back = Promise.withResolvers<void>();
  const kept = await keepMediaHost({ udpPorts: null, advertisedIp: null }, async (options) => {
    tries++;
    if (tries === 2) throw new Error('no more threads');
    const host = await startMediaHost(options);
    started.push(host);
    if (tries === 3) back.resolve();
    return host;
  });
  t.after(() => kept.close());

  await started[0]?.terminate();

  await back.promise;
  assert.equal(tries, 3);
});
