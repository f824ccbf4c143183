// A caller at a real web call: speaks sound, hears the agent, and can wait for what happens.

import { readFile } from 'node:fs/promises';
import type { TestContext } from 'node:test';
import { decodeWav, joinCall, type CallClient } from '../../src/media/index.ts';

export interface Caller {
  readonly client: CallClient;
  /** Data messages so far. */
  readonly messages: readonly Record<string, any>[];
  /** Everything heard, at `HEAR_RATE_HZ`. */
  heard(): Int16Array;
  /** Resolves when so much more of the agent's sound was heard, pauses left out. */
  hears(seconds: number): Promise<void>;
  /** Resolves with the first message from number `from` on for which `is` holds, now or when it comes. */
  message(is: (message: Record<string, any>) => boolean, from?: number): Promise<Record<string, any>>;
  /** The same, and gives the number of the message after it: what is waited for next comes from there on. */
  past(is: (message: Record<string, any>) => boolean, from?: number): Promise<number>;
  /** Says a whole WAV file in real time. */
  sayFile(path: string | URL): Promise<void>;
}

export const HEAR_RATE_HZ = 16000;
/** A frame with a sample beyond this is no silence. */
const LOUD = 600;
/** A question in a human-like voice: "Hello, my name is Anna. What is Ringback?" */
export const QUESTION = new URL('../../examples/question.wav', import.meta.url);

export async function joinAs(t: TestContext, url: string, token: string): Promise<Caller> {
  const client = await joinCall({ url, token, hearRateHz: HEAR_RATE_HZ });
  const messages: Record<string, any>[] = [];
  const frames: Int16Array[] = [];
  let waiting: (() => void)[] = [];
  let loudSamples = 0;
  let listening: { until: number; resolve: () => void }[] = [];
  client.onSound((pcm) => {
    frames.push(pcm.slice());
    if (pcm.some((sample) => Math.abs(sample) > LOUD)) loudSamples += pcm.length;
    for (const { until, resolve } of listening) if (loudSamples >= until) resolve();
    listening = listening.filter(({ until }) => loudSamples < until);
  });
  client.onData((json) => {
    messages.push(json as Record<string, any>);
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  });
  t.after(() => client.kill());
  await client.connected;

  async function past(is: (message: Record<string, any>) => boolean, from = 0): Promise<number> {
    for (;;) {
      const found = messages.findIndex((message, index) => index >= from && is(message));
      if (found >= 0) return found + 1;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  }

  return {
    client,
    messages,
    heard: () => Int16Array.from(frames.flatMap((frame) => [...frame])),
    hears: (seconds) =>
      new Promise((resolve) => listening.push({ until: loudSamples + seconds * HEAR_RATE_HZ, resolve })),
    message: async (is, from) => messages[(await past(is, from)) - 1]!,
    past,
    async sayFile(path) {
      const { rateHz, channels } = decodeWav(await readFile(path));
      client.say(channels[0] as Int16Array, rateHz);
      await client.said();
    },
  };
}

export function isEvent(name: string): (message: Record<string, any>) => boolean {
  return (message) => message['event_type'] === name;
}
