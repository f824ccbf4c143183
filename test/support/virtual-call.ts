// A whole voice session in virtual time: scripted media, ears, mouth and engine around the real session.

import type { ResponseEngine } from '../../src/conversation/index.ts';
import { transcriptOf, transcriptText } from '../../src/conversation/transcript.ts';
import type { CallEvent, CallFact, LiveFact } from '../../src/interfaces/call-event.ts';
import type { TurnVote } from '../../src/interfaces/turn-vote.ts';
import { startVoiceSession, voiceSettings, type VoiceSession, type VoiceSessionDeps } from '../../src/voice/index.ts';
import { createTestEars, type TestEars, type TestEarsOptions } from './scripted-ears.ts';
import { createTestEngine, type TestEngine, type TestEngineOptions } from './scripted-engine.ts';
import { createScriptedMedia, type ScriptedMedia } from './scripted-media.ts';
import { createTestMouth, type TestMouth } from './scripted-mouth.ts';

export interface VirtualCallOptions extends TestEngineOptions {
  /** In place of, or around, the engine whose turns are written in the test. */
  responseEngine?: ResponseEngine | ((engine: TestEngine, media: ScriptedMedia) => ResponseEngine);
  /** Fields of the agent. */
  agent?: Record<string, unknown>;
  ears?: TestEarsOptions;
  mouth?: { latencyMs?: number; timed?: boolean };
  fallbackVoices?: string[];
  turnVote?: TurnVote;
  /** What agents hear and speak with that take over. */
  outfit?: (media: ScriptedMedia) => NonNullable<VoiceSessionDeps['outfit']>;
  durable?: (event: CallEvent) => Promise<void>;
  settled?: CallFact[];
  /** The agent called somebody; this is what it leaves on a voicemail. */
  callsOut?: { message?: () => Promise<string | null>; judge?: (text: string) => Promise<'voicemail' | 'ivr' | null> };
  /** Default: connected at 0. */
  connected?: boolean;
}

export interface VirtualCall {
  media: ScriptedMedia;
  ears: TestEars;
  mouth: TestMouth;
  fallbacks: TestMouth[];
  engine: TestEngine;
  session: VoiceSession;
  events: CallEvent[];
  lives: LiveFact[];
  /** How the call ended; undefined while it runs. */
  end(): { reason: string; detail: string } | undefined;
  /** Lines `Agent: ...`, `User: ...`. */
  transcript(): string[];
  facts<K extends CallFact['is']>(is: K): Extract<CallEvent, { is: K }>[];
  runTo(seconds: number): Promise<void>;
}

export function startVirtualCall(options: VirtualCallOptions): VirtualCall {
  const media = createScriptedMedia();
  const { clock } = media;
  const ears = createTestEars(clock, media.lexicon, options.ears);
  const mouth = createTestMouth(clock, { voice: 'first', ...options.mouth });
  const fallbacks = (options.fallbackVoices ?? []).map((voice) => createTestMouth(clock, { voice, ...options.mouth }));
  const engine = createTestEngine(clock, options);
  const events: CallEvent[] = [];
  const lives: LiveFact[] = [];
  let outcome: { reason: string; detail: string } | undefined;

  if (options.connected !== false) media.connect();
  const session = startVoiceSession(
    {
      bridge: media.bridge,
      leg: media.leg,
      engine:
        typeof options.responseEngine === 'function'
          ? options.responseEngine(engine, media)
          : (options.responseEngine ?? engine),
      ears,
      mouth,
      fallbackMouths: fallbacks,
      turnVote: options.turnVote ?? null,
      wallClock: () => 0,
      settled: options.settled,
      ...(options.outfit && { outfit: options.outfit(media) }),
      emit: (event) => void events.push(event),
      async durable(event) {
        await options.durable?.(event);
        events.push(event);
      },
      live: (fact) => void lives.push(fact),
      ...(options.callsOut?.message && { voicemailMessage: options.callsOut.message }),
      ...(options.callsOut?.judge && { judgeAnswer: options.callsOut.judge }),
      subject: () => ({ call_id: 'call' }),
    },
    voiceSettings(options.agent ?? {}, { callsOut: options.callsOut !== undefined }),
  );
  const watched = session.ended.then((result) => {
    outcome = result;
  });

  return {
    media,
    ears,
    mouth,
    fallbacks,
    engine,
    session,
    events,
    lives,
    end: () => outcome,
    transcript: () => transcriptText(transcriptOf(events)).split('\n').slice(0, -1),
    facts: <K extends CallFact['is']>(is: K) =>
      events.filter((event): event is Extract<CallEvent, { is: K }> => event.is === is),
    async runTo(seconds) {
      await media.runTo(seconds);
      if (outcome) await watched;
    },
  };
}
