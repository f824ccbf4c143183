// Phone calls to a number of ours whose caller is a tone and whose agent is another, told apart by measurement: at the caller's ear and in
// the recording.

import assert from 'node:assert/strict';
import type { SipEdgeOptions } from '../../src/telephony/sip-edge.ts';
import { fetchRecording, type Recording } from './recording.ts';
import type { Scope } from './scope.ts';
import { sipWorld, type SipWorld } from './sip-world.ts';
import { startBaresip, type Baresip, type BaresipOptions } from './sip/baresip.ts';
import { toneLevel } from './sip/tone.ts';
import { until } from './whole-server.ts';

/** Of the scripted mouth. */
export const VOICE_HZ = 220;
export const CALLER_HZ = 440;
/** Longer than any call of a test. */
const STORY = 'There was a lighthouse at the end of the world, and nobody knew who lit its lamp. '.repeat(80);
const HEARD = 1000;

export interface ToneCalls extends SipWorld {
  port(transport: 'udp' | 'tcp' | 'tls'): number;
  /** A telephone that sends CALLER_HZ. */
  telephone(t: Scope, options?: BaresipOptions): Promise<Baresip>;
  /** Dials, and has heard the agent when it resolves; gives the id of the call. */
  talk(phone: Baresip, uri: string): Promise<string>;
  /** The call once it is over and its line's last words are with it: those of a telephone that is gone are waited for. */
  over(callId: string): Promise<Record<string, any>>;
  recording(call: Record<string, any>): Promise<Recording>;
  /** Text of the signalling that was kept with a call. */
  ladder(call: Record<string, any>): Promise<string>;
}

/** An agent that tells a story without an end, and cannot be interrupted. */
export async function toneCalls(scope: Scope, sip: Partial<SipEdgeOptions> = {}): Promise<ToneCalls> {
  const agent = { interruption_sensitivity: 0, user_dtmf_options: { digit_limit: 2, timeout_ms: 5000 } };
  const world = await sipWorld(scope, { agent, sip });
  const { llm_id } = (world.server.agentBody as { response_engine: { llm_id: string } }).response_engine;
  const begun = await world.server.send('PATCH', `/update-retell-llm/${llm_id}`, { begin_message: STORY });
  assert.equal(begun.status, 200, begun.text);
  const own = (url: string): string => url.replace(/^https?:\/\/[^/]+/, world.server.url);
  return Object.assign(world, {
    port: (transport: 'udp' | 'tcp' | 'tls') =>
      world.sip.listening.find((each) => each.transport === transport)?.port as number,
    async telephone(t: Scope, options: BaresipOptions = {}) {
      const baresip = await startBaresip({ toneHz: CALLER_HZ, ...options });
      t.after(() => baresip.close());
      return baresip;
    },
    async talk(phone: Baresip, uri: string) {
      const before = new Set((await world.calls()).map(({ call_id }) => call_id));
      await phone.command('dial', uri);
      await phone.event('CALL_ESTABLISHED');
      await phone.hears(VOICE_HZ);
      const fresh = (await world.calls()).filter(({ call_id }) => !before.has(call_id));
      assert.equal(fresh.length, 1);
      return fresh[0]?.['call_id'];
    },
    async over(callId: string) {
      let call = await world.ended(callId);
      await until(async () => (call = await world.get(callId))['call_quality'] !== undefined);
      return call;
    },
    recording: (call: Record<string, any>) => fetchRecording(own(call['recording_multi_channel_url'])),
    ladder: async (call: Record<string, any>) => (await fetch(own(call['sip_ladder_url']))).text(),
  });
}

/** Levels of a tone in a channel, by tenths of a second. */
export function tenths({ rateHz }: Recording, channel: Int16Array, hz: number): number[] {
  const window = rateHz / 10;
  return Array.from({ length: Math.floor(channel.length / window) }, (_, at) =>
    toneLevel(channel.subarray(at * window, (at + 1) * window), rateHz, hz),
  );
}

/** Of what lies between the first tenth of a second with this tone and the last: the share that has it; and how much that is, seconds. */
export function wholeness(levels: number[]): { share: number; seconds: number } {
  const part = levels.slice(
    levels.findIndex((level) => level > HEARD),
    levels.findLastIndex((level) => level > HEARD) + 1,
  );
  const heard = part.filter((level) => level > HEARD).length;
  return { share: heard / Math.max(1, part.length), seconds: heard / 10 };
}

/** Caller left, agent right, neither in the other's. */
export function isApart(recording: Recording, leastSeconds: number): void {
  const [caller, agent] = recording.channels as [Int16Array, Int16Array];
  const seconds = (channel: Int16Array, hz: number) => wholeness(tenths(recording, channel, hz)).seconds;
  const heard = {
    caller: seconds(caller, CALLER_HZ),
    agent: seconds(agent, VOICE_HZ),
    stray: seconds(caller, VOICE_HZ) + seconds(agent, CALLER_HZ),
  };
  assert.ok(heard.caller >= leastSeconds && heard.agent >= leastSeconds && heard.stray === 0, JSON.stringify(heard));
}
