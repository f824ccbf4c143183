// The state of a voice session: parallel regions, each a word with a paragraph. `step` copies it, changes the copy, and gives it back.

import type { WordTime } from '../../interfaces/audio.ts';
import type { DisconnectionReason } from '../../interfaces/call-event.ts';
import type { Us } from '../../interfaces/clock.ts';
import type { UttId } from '../../interfaces/bridge.ts';
import type { KnowledgePassage } from '../../interfaces/knowledge.ts';
import type { EngineMove, Opening, RespondRequest, ToolCall, UtteranceMetadata } from '../../conversation/index.ts';
import type { VoiceSettings } from '../settings.ts';

export interface VoiceState {
  /** Media time of the newest event. */
  now: Us;
  /** Those that hold now. Replaced as a whole when they change. */
  settings: VoiceSettings;
  /** The agent's own, without what the node of a flow has its own values for. */
  agentSettings: VoiceSettings;
  readonly opening: Opening;
  /** From "left us" to "in the caller's ear", ms: a hang-up waits for it. */
  readonly tailMs: number;
  /** Voices that can stand in, beside the first. */
  fallbackMouths: number;
  mode: Mode;
  leg: 'ok' | 'degraded' | 'gone';
  microphone: Microphone;
  user: User;
  turn: Turn | null;
  /** What the next sound of an answer is the answer to, whatever tools ran before it; null = the agent speaks unasked. */
  unanswered: Unanswered | null;
  /** Words of the last turn that was committed before its final came: they will come again. */
  carry: Carry | null;
  floor: Floor;
  /** In the order in which they play; the head is the one that can be heard. */
  speeches: Speech[];
  engine: Engine;
  tools: Record<string, PendingTool>;
  /** Has the agent's speaking been announced, and not yet its end? */
  agentSpeaking: boolean;
  /** The agent must speak again by itself: a tool's result is there, or its sentence broke off. */
  owes: boolean;
  /** What is owed waits until all was heard, and for no tool: the engine goes on by itself. */
  owesAfterSpeech: boolean;
  /** Keys that the caller has pressed and that are no input yet. */
  keys: string;
  /** Inputs by keys that are neither on record nor answered yet. */
  pressed: string[];
  /** Answers that the agent began by itself since the caller last spoke. */
  unasked: number;
  /** The engine wants to be asked now, over whatever is said. */
  interjects: boolean;
  /** The call ends when the agent has said what it is saying. Barge-in cancels it. */
  farewell: Farewell | null;
  silence: Silence;
  /** Whoever answered may yet turn out to be a machine; null = that is settled. `onlyBeep`: by its beep alone, it sounded like a person. `asked`: a model was. */
  watch: { until: Us; sawMenu: boolean; onlyBeep: boolean; asked: boolean } | null;
  timers: Partial<Record<TimerName, Timer>>;
  failures: { engine: number; ears: number; mouths: number };
  /** What the media host was told: pause the agent after so much speech, ms; null = never. */
  reflexMs: number | null;
  /** Which voice speaks: 0 = the agent's own, then the fallbacks; never goes back. */
  mouth: number;
  ids: { gen: number; utt: number; pause: number; timer: number };
  /** Answers to questions that nobody asks any more, by kind. */
  ignored: Record<string, number>;
}

/**
 * - `connecting`: sound cannot flow yet; the greeting is prepared behind a closed gate.
 * - `live`: the conversation.
 * - `onHold`: the caller waits while he is given to somebody else. The agent says nothing and hears nothing, until that has failed.
 * - `atVoicemail`: a voicemail answered. The agent is dropped; `message` is said when the greeting is `over`, which a `beep` ends.
 * - `supervised`: a person took the call over. The agent says and does nothing any more; what the caller says is still written down.
 * - `ending`: the reason is fixed; what was audible is being cut and accounted for, the last words are awaited for a moment.
 * - `ended`: the end was reported, once. Nothing happens any more.
 */
export type Mode =
  | { is: 'connecting' }
  | { is: 'live'; since: Us }
  | { is: 'onHold'; since: Us }
  | { is: 'atVoicemail'; since: Us; message: string | null; over: boolean; beep: boolean }
  | { is: 'supervised'; since: Us }
  | { is: 'ending'; reason: DisconnectionReason; detail: string }
  | { is: 'ended'; reason: DisconnectionReason; detail: string };

/** What the leg says of the caller's microphone: sound is owed since `openSince` unless it is muted. */
export interface Microphone {
  muted: boolean;
  /** When sound could flow for the last time anew: connected, restored, unmuted. */
  openSince: Us;
}

/**
 * - `silent`: no turn is open; all that was said is in the transcript.
 * - `speaking`: voice activity; `since` is the edge.
 * - `pause`: voice activity ended at `edge`; timers decide whether the turn did. Every pause has its own id, so that a late vote or
 *   timer of an earlier one means nothing. `dueAt`: the wait was over then, only words or the floor are missing. `graceOver`: the wait for a
 *   final transcript is over too.
 */
export type User =
  | { is: 'silent' }
  | { is: 'speaking'; since: Us }
  | { is: 'pause'; id: number; edge: Us; vote: number | null; asked: boolean; dueAt: Us | null; graceOver: boolean };

/** What the caller has said since the agent's last turn, across pauses. No transcript item exists until it is committed. */
export interface Turn {
  startedAt: Us;
  /** Speech so far, without pauses, ms. */
  speechMs: number;
  /** Final words. */
  text: string;
  words: WordTime[];
  /** Words since the last final, which may still change. */
  partial: { rev: number; text: string; stable: boolean } | null;
  /** Media time up to which final words cover the sound; null while none came for the newest speech. */
  coveredUntil: Us | null;
  /** When the newest words became known. */
  heardAt: Us | null;
  /** Answers begun for this turn and thrown away. */
  drafts: number;
  /** False once a draft failed: the model is asked again only when it counts. */
  mayDraft: boolean;
  /** Did it begin over the agent's speech? */
  overAgent: boolean;
  /** The line was on hold before it was answered: how long that took says nothing. */
  wasHeld: boolean;
}

export interface Carry {
  words: number;
  /** Words that begin before this are old. */
  before: Us;
}

/**
 * - `free`: nobody disputes the floor.
 * - `contested`: the caller made a sound while the agent had the floor. Playout is paused by the reflex, speeches that had not begun
 *   are held behind their gate, until words, length or silence tell an interruption from a cough.
 * - `held`: the far side holds the line. Playout is paused, gates stay closed, and nobody speaks to the agent, until it is back.
 */
export type Floor = { is: 'free' } | { is: 'contested'; since: Us } | { is: 'held' };

/**
 * One thing the agent says, from its first clause to its last played sample.
 * `queued`: not heard yet. `playing`, `paused`: as the media host reports. `clearing`: told to stop; its place in the transcript is
 * known when the media host says how much was played.
 */
export interface Speech {
  utt: UttId;
  gen: number;
  kind: Run['kind'] | 'during' | 'goodbye' | 'apology';
  phase: 'queued' | 'playing' | 'paused' | 'clearing';
  /** Is its gate open? Drafts and held speeches wait behind a closed one. */
  open: boolean;
  text: string;
  /** All of its text is known. */
  complete: boolean;
  /** Since when it is `paused`. */
  pausedAt: Us | null;
  timing: Timing | null;
  /** For the transcript; null = by kind and run. */
  metadata: UtteranceMetadata | null;
  /** Nobody interrupts it. */
  protected: boolean;
  /** 1 = natural. */
  speed: number;
}

/** A turn of the caller that was committed and has no sound of the agent yet: the end of his speech, and when its last words were known. */
export interface Unanswered {
  edge: Us;
  heardAt: Us | null;
}

/** Media times that make the latency figures of a run. */
export interface Timing {
  thinkAt: Us;
  firstTextAt: Us | null;
  firstClauseAt: Us | null;
  soundAt: Us | null;
}

/**
 * - `idle`: the model is not asked anything.
 * - `draft`: it answers a turn that may not be over. Text and gated sound only; tools are held, nothing is visible outside.
 * - `answer`: it answers for good.
 */
export type Engine = { is: 'idle' } | { is: 'draft'; run: Run } | { is: 'answer'; run: Run };

export interface Run {
  gen: number;
  kind: RespondRequest['kind'];
  /** As the engine said of its words; null while it said nothing. */
  terms: { metadata: UtteranceMetadata; protected: boolean } | null;
  /** The caller's words that a draft answers. */
  forText: string | null;
  /** The speech that takes this run's clauses; null before the first and after a tool. */
  utt: UttId | null;
  /** Text that is no whole clause yet. */
  rest: string;
  /** Clauses a draft keeps back: only the first is synthesised. */
  held: string[];
  clauses: number;
  tools: ToolCall[];
  /** Moves of the engine that a draft keeps back. */
  moves: EngineMove[];
  /** What was looked up, which a draft keeps back. */
  lookedUp: { passages: KnowledgePassage[]; tookMs: number | null; trouble: string | null }[];
  /** A tool of it was begun: what it decided is not asked again. */
  acted: boolean;
  done: {
    finish: 'stop' | 'tools' | 'length' | 'silent';
    tokens: number;
    provider: string;
    model: string;
    goesOn: boolean;
  } | null;
  retries: number;
  timing: Timing;
}

/** `afterSpeech`: acts only when everything said before was heard. `running`: its intent is stored; its result comes whatever the caller does. */
export interface PendingTool {
  call: ToolCall;
  phase: 'afterSpeech' | 'running';
  /** It waited for other tools as long as it is to. */
  waited?: true;
}

export interface Farewell {
  reason: DisconnectionReason;
  detail: string;
  /** Cannot be talked out of it: the server is leaving. */
  firm: boolean;
}

export interface Silence {
  /** Since when the caller has said nothing while it was his turn; reminders do not reset it. */
  since: Us | null;
  reminders: number;
}

export type TimerName =
  | 'join' // sound never flowed
  | 'begin' // the greeting's delay
  | 'rest' // a sentence without a successor is one
  | 'userFirst' // the caller should have opened
  | 'keys' // the caller presses no further key
  | 'draft' // time to begin an answer
  | 'vote' // time to ask for an opinion
  | 'endTurn' // the wait after the caller's words
  | 'grace' // the wait for a final transcript
  | 'confirm' // speech over the agent became long
  | 'resume' // the noise over the agent is over
  | 'reminder'
  | 'silenceEnd'
  | 'maxDuration'
  | 'tail' // the goodbye is still on its way to the ear
  | 'drain' // a leaving server waits no longer for the sentence
  | 'ears' // before the recogniser is opened again
  | 'lastWords' // the end waits for the last transcript
  | 'ceiling' // the end waits no longer
  | 'machine' // nobody says hello for so long
  | 'greeting' // a voicemail's greeting is over
  | 'message' // what is left on a voicemail must end
  | 'lineTool'; // what ends the call waits no longer for other tools

/** Timers that count the caller's silence: they stand still while the way to him is broken. */
export const FROZEN_WHILE_DEGRADED: readonly TimerName[] = [
  'userFirst',
  'keys',
  'draft',
  'vote',
  'endTurn',
  'grace',
  'reminder',
  'silenceEnd',
];

/** `frozen`: not running; `at` is then what is left. */
export interface Timer {
  n: number;
  at: Us;
  frozen: boolean;
}

export interface SessionStart {
  settings: VoiceSettings;
  opening: Opening;
  tailMs: number;
  fallbackMouths: number;
}

export function initialState(start: SessionStart, now: Us): VoiceState {
  return {
    now,
    settings: start.settings,
    agentSettings: start.settings,
    opening: start.opening,
    tailMs: start.tailMs,
    fallbackMouths: start.fallbackMouths,
    mode: { is: 'connecting' },
    leg: 'ok',
    microphone: { muted: false, openSince: now },
    user: { is: 'silent' },
    turn: null,
    unanswered: null,
    carry: null,
    floor: { is: 'free' },
    speeches: [],
    agentSpeaking: false,
    engine: { is: 'idle' },
    tools: {},
    owes: false,
    owesAfterSpeech: false,
    interjects: false,
    keys: '',
    pressed: [],
    unasked: 0,
    farewell: null,
    silence: { since: null, reminders: 0 },
    watch: null,
    timers: {},
    failures: { engine: 0, ears: 0, mouths: 0 },
    reflexMs: null,
    mouth: 0,
    ids: { gen: 0, utt: 0, pause: 0, timer: 0 },
    ignored: {},
  };
}

/** A copy that may be changed without the original noticing. */
export function copyState(state: VoiceState): VoiceState {
  return {
    ...state,
    microphone: { ...state.microphone },
    user: { ...state.user },
    turn: state.turn && { ...state.turn },
    silence: { ...state.silence },
    speeches: state.speeches.map((speech) => ({ ...speech, timing: speech.timing && { ...speech.timing } })),
    engine: state.engine.is === 'idle' ? state.engine : { is: state.engine.is, run: copyRun(state.engine.run) },
    tools: { ...state.tools },
    pressed: [...state.pressed],
    timers: { ...state.timers },
    failures: { ...state.failures },
    ids: { ...state.ids },
    ignored: { ...state.ignored },
  };
}

function copyRun(run: Run): Run {
  const { held, tools, moves, lookedUp, timing } = run;
  return {
    ...run,
    held: [...held],
    tools: [...tools],
    moves: [...moves],
    lookedUp: [...lookedUp],
    timing: { ...timing },
  };
}
