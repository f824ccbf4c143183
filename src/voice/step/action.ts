// What a step wants done. The session shell carries these out in order; none of them waits.

import type { UttId } from '../../interfaces/bridge.ts';
import type { CallFact, DisconnectionReason, LiveFact } from '../../interfaces/call-event.ts';
import type { Us } from '../../interfaces/clock.ts';
import type { RespondRequest, ToolCall } from '../../conversation/index.ts';
import type { TimerName } from './state.ts';

export type Action =
  /**
   * Ask the engine. `user`: words of a draft that are no transcript item yet. `unheard`: what the agent is still saying, which the
   * engine must take as said.
   */
  | {
      do: 'think';
      gen: number;
      kind: RespondRequest['kind'];
      draft: boolean;
      user: string | null;
      unheard: string[];
    }
  /** A draft became the answer. */
  | { do: 'commit'; gen: number }
  /** Abort the engine's run; whatever it still says is ignored. */
  | { do: 'drop'; gen: number }
  /** Say a clause; the first of an utterance opens it, gated. */
  | { do: 'speak'; utt: UttId; gen: number; text: string; mouth: number; speed: number }
  /** No more text for this utterance. */
  | { do: 'endSpeech'; utt: UttId }
  | { do: 'gate'; utt: UttId; open: boolean }
  /** Another voice goes on from the first word that was not delivered. */
  | { do: 'respeak'; utt: UttId; mouth: number }
  /** Stops where it is; what stopped it says when it goes on. */
  | { do: 'pause'; utt: UttId }
  /** Goes on where the speech paused; `again`: with the word that was being said. */
  | { do: 'resume'; utt: UttId; again: boolean }
  | { do: 'clear'; utt: UttId }
  /** What the media host does by itself. */
  | { do: 'reflex'; pauseAfterSpeechMs: number | null }
  /** Ask for an opinion on the pause; `from`: start of the turn's first speech. */
  | { do: 'vote'; pause: number; from: Us }
  | { do: 'setTimer'; timer: TimerName; n: number; at: Us }
  | { do: 'cancelTimer'; timer: TimerName; n: number }
  /** The engine stands there from now on. */
  | { do: 'take'; move: string }
  /** Another agent's ears and voice from now on; what is being said comes to its end as it is. */
  | { do: 'changeAgent'; move: string }
  /** Store the intent, then run; the result comes as an event. */
  | { do: 'runTool'; call: ToolCall }
  | { do: 'cancelTools' }
  /** Ask a model by the agent's detection_prompt what answered; `text`: its first words. */
  | { do: 'judgeAnswer'; text: string }
  /** Make what is to be said to a voicemail. */
  | { do: 'composeMessage' }
  /** A new recognition, fed with the sound that has no final words yet. */
  | { do: 'reopenEars' }
  /** Ask the recogniser for what it has. */
  | { do: 'flushEars' }
  | { do: 'emit'; fact: CallFact }
  | { do: 'live'; fact: LiveFact }
  /** The figures of a turn, ms; null = does not apply. */
  | {
      do: 'latency';
      gen: number;
      asrMs: number | null;
      llmMs: number | null;
      ttsMs: number | null;
      e2eMs: number | null;
    }
  /** For the client's page, as the engine gave it. */
  | { do: 'tellMetadata'; metadata: unknown }
  /** The turn-taking that the client's page shows changed. */
  | { do: 'turnTaking'; turn: 'agent_turn' | 'user_turn' }
  /** Hang up and release everything. Always the last action of a session. */
  | { do: 'finish'; reason: DisconnectionReason; detail: string };
