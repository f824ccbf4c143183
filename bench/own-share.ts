// Our own share of a turn: from the last sample of speech leaving the caller to the first sound of the answer coming back, over the
// real wire, with vendors that answer at once, less the silence that the turn's end waits for.

import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { decodeWav, type CallClient } from '../src/media/index.ts';
import { percentile, type Bench } from './figure.ts';
import { withFakeVendors } from './fake-vendor-server.ts';

/** What voice/turn-end waits after a finished sentence. */
const SILENCE_MS = 250;
const TURNS = 20;
const WARM_UP = 2;
/** Above this a frame of 20 ms is sound (full scale 32,768). */
const LOUD = 500;

export const ownShare: Bench = {
  name: 'own-share',
  async run() {
    const turns = await withFakeVendors(async ({ call }) => {
      const client = await call();
      const ears = listen(client);
      const { pcm, rateHz } = await firstWords();
      await ears.quiet();
      const measured: number[] = [];
      for (let turn = 0; turn < WARM_UP + TURNS; turn++) {
        client.say(pcm, rateHz);
        await client.said();
        const spokenAt = performance.now();
        measured.push((await ears.sound()) - spokenAt);
        await ears.quiet();
        // The phase against the detector's windows is different each time.
        await delay(100 + turn * 7);
      }
      await client.leave();
      return measured.slice(WARM_UP);
    });
    const figure = (name: string, p: number) => ({
      name,
      value: percentile(turns, p) - SILENCE_MS,
      unit: 'ms' as const,
      how: `${TURNS} turns; raw less ${SILENCE_MS} ms of silence; both ends' sound path included`,
    });
    return [figure('own share of a turn, p50', 50), figure('own share of a turn, p95', 95)];
  },
};

/** "Hello" and a little more: real speech, cut where it still sounds. */
async function firstWords(): Promise<{ pcm: Int16Array; rateHz: number }> {
  const { rateHz, channels } = decodeWav(await readFile(new URL('../examples/question.wav', import.meta.url)));
  return { rateHz, pcm: (channels[0] as Int16Array).subarray(Math.round(rateHz * 0.7), Math.round(rateHz * 1.4)) };
}

function listen(client: CallClient) {
  let loudAt = 0;
  let onLoud = (): void => {};
  client.onSound((pcm) => {
    if (!pcm.some((sample) => Math.abs(sample) > LOUD)) return;
    loudAt = performance.now();
    onLoud();
  });
  return {
    /** Time of the first loud frame from now on. */
    sound: () =>
      new Promise<number>((resolve) => {
        onLoud = () => resolve(loudAt);
      }),
    /** The agent has been silent for a while. */
    async quiet(): Promise<void> {
      const from = performance.now();
      while (performance.now() - Math.max(from, loudAt) < 600) await delay(50);
    },
  };
}
