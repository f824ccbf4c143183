// The engine of a custom LLM agent in a call of virtual time. The call has its own clock, so the engine gets one that stands still.

import { createCustomLlmEngine, type EngineStanding, type ResumableEngine } from '../../src/conversation/index.ts';
import type { PhoneLine } from '../../src/interfaces/phone-line.ts';
import type { ScriptedSocket } from './scripted-socket.ts';
import { createVirtualClock } from './virtual-clock.ts';

export function customLlmEngine(
  { sockets }: ScriptedSocket,
  { line, standing }: { line?: PhoneLine; standing?: EngineStanding } = {},
): ResumableEngine {
  return createCustomLlmEngine(
    {
      ...{ egress: { send: () => Promise.reject(new Error('no')) }, sign: () => '', wallClock: () => 0 },
      ...{ sockets, clock: createVirtualClock(), line: line ?? null },
    },
    {
      address: 'ws://mind.test',
      subject: { id: 'call', details: () => ({}) },
      ...{ defaults: {}, variables: {}, timezone: null, beginMessageDelayMs: 0 },
      session: { type: 'voice', startedAtMs: 0 },
      ...(standing ? { standing } : {}),
    },
  );
}
