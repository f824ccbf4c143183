// What is known of the call: every fact goes to the log, to the transcript, and to the client's page.

import type { CallEvent, CallFact, LiveFact } from '../../interfaces/call-event.ts';
import { addToTranscript, type ConversationNews, type TranscriptItem } from '../../conversation/index.ts';
import {
  latencyMessage,
  messageOfLiveFact,
  messagesOfFact,
  updateMessage,
  type TurnFigures,
} from './client-messages.ts';
import type { VoiceSessionDeps } from './deps.ts';

export interface Chronicle {
  /** A fact that is emitted in the ordinary way. */
  record(fact: CallFact): void;
  /** A fact with its time, known to transcript and client; whoever asks stores it. */
  note(fact: CallFact): CallEvent;
  live(fact: LiveFact): void;
  latency(figures: TurnFigures): void;
  turn(turn: 'agent_turn' | 'user_turn'): void;
  /** While it is being heard, the page shows what the agent is saying. */
  agentIsSaying(text: string): void;
  transcript(): readonly TranscriptItem[];
}

export interface ChronicleDeps extends Pick<VoiceSessionDeps, 'bridge' | 'wallClock' | 'emit' | 'live'> {
  /** Whoever wants to know how the conversation stands. */
  follow?: (news: ConversationNews) => void;
}

/** `tell`: to the client's page. */
export function createChronicle(deps: ChronicleDeps, tell: (json: object) => void): Chronicle {
  let transcript: TranscriptItem[] = [];
  let turntaking: 'agent_turn' | 'user_turn' = 'user_turn';
  /** What the agent is saying and the transcript does not have yet. */
  let saying = '';

  function note(fact: CallFact): CallEvent {
    const event: CallEvent = { at: Math.round(deps.bridge.clock.now()), wall: deps.wallClock(), ...fact };
    transcript = addToTranscript(transcript, event);
    for (const message of messagesOfFact(event)) tell(message);
    if (event.is === 'agent_said' || (event.is === 'speaking' && event.who === 'agent' && !event.on)) saying = '';
    if (event.is === 'user_said' || event.is === 'agent_said') update();
    return event;
  }

  function record(fact: CallFact): void {
    deps.emit(note(fact));
  }

  function update(interim = ''): void {
    const live = [
      { role: 'agent' as const, content: saying },
      { role: 'user' as const, content: interim },
    ];
    tell(updateMessage(transcript, turntaking, live));
    const now = live.filter(({ content }) => content !== '').map((each) => ({ ...each, words: [] }));
    deps.follow?.({ transcript: [...transcript, ...now], turntaking });
  }

  return {
    record,
    note,
    live(fact) {
      deps.live(fact);
      const message = messageOfLiveFact(fact);
      if (message) tell(message);
      if (fact.is === 'partial') update(fact.text);
    },
    latency(figures) {
      const { gen } = figures;
      const parts = { asr: figures.asrMs, llm: figures.llmMs, tts: figures.ttsMs, e2e: figures.e2eMs };
      for (const part of ['asr', 'llm', 'tts', 'e2e'] as const) {
        const ms = parts[part];
        if (ms !== null) record({ is: 'latency', part, ms, gen });
      }
      if (figures.e2eMs !== null) tell(latencyMessage(figures));
    },
    turn(turn) {
      turntaking = turn;
      deps.follow?.({ transcript, turntaking });
    },
    agentIsSaying(text) {
      saying = text.trim();
      update();
    },
    transcript: () => transcript,
  };
}
