// The session shell: carries out what `step` decides and feeds back what happens. It decides nothing itself.

import type { Bridge, MediaEvent } from '../../interfaces/bridge.ts';
import type { CallEvent, CallFact, DisconnectionReason, LiveFact } from '../../interfaces/call-event.ts';
import type { Cancel, WallClock } from '../../interfaces/clock.ts';
import type { CallLeg, LegEvent } from '../../interfaces/leg.ts';
import type { Mouth } from '../../interfaces/providers.ts';
import type { SpeechToText } from '../../interfaces/speech-to-text.ts';
import type { TurnVote } from '../../interfaces/turn-vote.ts';
import type { ResponseEngine, ToolCall } from '../../conversation/index.ts';
import { addToTranscript, type TranscriptItem } from '../../conversation/index.ts';
import type { VoiceSettings } from '../settings.ts';
import type { Action } from '../step/action.ts';
import { initialState, type TimerName } from '../step/state.ts';
import { step } from '../step/step.ts';
import { latencyMessage, messageOfLiveFact, messagesOfFact, updateMessage } from './client-messages.ts';
import { openHearing } from './hearing.ts';
import { createSoundRing } from './sound-ring.ts';
import { createSpeeches } from './speeches.ts';
import { createThinking, type Report } from './thinking.ts';

export interface VoiceSessionDeps {
  /** One per call; the session attaches the leg, sets routes and taps. Closing it is its owner's business. */
  bridge: Bridge;
  leg: CallLeg;
  engine: ResponseEngine;
  ears: SpeechToText;
  mouth: Mouth;
  fallbackMouths: readonly Mouth[];
  turnVote: TurnVote | null;
  wallClock: WallClock;
  /** Takes a fact of the call in order; never throws. */
  emit(event: CallEvent): void;
  /** Stores a fact before its effect. When it fails the effect does not happen. */
  durable(event: CallEvent): Promise<void>;
  live(fact: LiveFact): void;
  /** The call as its get operation would return it right now. */
  subject(): object;
  /** Where the call is recorded, if it is. */
  recording?: { stereoFile: string; monoFile: string; rateHz: 8000 | 16000 };
}

export interface VoiceSession {
  /** Resolves once, when the end was reported and everything of the session has stopped. Never rejects. */
  readonly ended: Promise<{ reason: DisconnectionReason; detail: string }>;
  /** `stop`: now. `drain`: the sentence being spoken comes to its end first (at most 5 s). */
  command(command: { do: 'stop' | 'drain'; reason: DisconnectionReason; detail?: string }): void;
  /** The transcript as far as it is certain. */
  transcript(): readonly TranscriptItem[];
  /** Ends the call if it still runs, and waits for it. Idempotent. */
  close(): Promise<void>;
}

/** Sound for an opinion on the end of a turn: 16 kHz, at most 8 s, from half a second before the turn's first speech. */
const VOTE = { rateHz: 16000, seconds: 8, beforeUs: 500_000, deadlineUs: 700_000 } as const;
const STT_PACKET_MS = 40;

/** Starts a session on a leg that is ringing or connected. Everything it starts ends with it. */
export function startVoiceSession(deps: VoiceSessionDeps, settings: VoiceSettings): VoiceSession {
  const { bridge, leg, engine } = deps;
  const { clock } = bridge;
  const whole = new AbortController();
  const tools = new AbortController();
  const voice = bridge.voice('agent');
  const timers = new Map<TimerName, Cancel>();
  const pending = new Set<Promise<void>>();
  const queue: Report[] = [];
  const mouths = [deps.mouth, ...deps.fallbackMouths];
  const voteRing = createSoundRing(VOTE.rateHz, VOTE.seconds);
  let state = initialState(
    { settings, opening: engine.opening(), tailMs: leg.can.tailMs, fallbackMouths: deps.fallbackMouths.length },
    clock.now(),
  );
  let transcript: TranscriptItem[] = [];
  let turntaking: 'agent_turn' | 'user_turn' = 'user_turn';
  let commandNumber = 0;
  let stepping = false;
  let collected = '{}';
  let voting: AbortController | null = null;
  const outcome = Promise.withResolvers<{ reason: DisconnectionReason; detail: string }>();

  function background(work: Promise<void>): void {
    const tracked = work.catch((error: unknown) => failed(error)).finally(() => pending.delete(tracked));
    pending.add(tracked);
  }

  /** A fault of our own: the call ends with it instead of hanging. */
  function failed(error: unknown): void {
    const detail = error instanceof Error ? error.name : 'unknown';
    record({ is: 'note', level: 'error', text: 'internal error', fields: { error: detail } });
    report({ is: 'command', do: 'stop', reason: 'error_unknown', detail: `internal error: ${detail}` });
  }

  /** Feeds one event; those that arise meanwhile wait for their turn. */
  function report(event: Report): void {
    queue.push(event);
    if (stepping) return;
    stepping = true;
    try {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const result = step(state, { at: clock.now(), ...next });
        state = result.state;
        for (const action of result.actions) perform(action);
      }
    } finally {
      stepping = false;
    }
  }

  function stamped(fact: CallFact): CallEvent {
    return { at: clock.now(), wall: deps.wallClock(), ...fact };
  }

  /** Keeps a fact: for the transcript, for the log, for whoever looks on. */
  function record(fact: CallFact): void {
    const event = stamped(fact);
    deps.emit(event);
    publish(event);
  }

  function publish(event: CallEvent): void {
    const before = transcript;
    transcript = addToTranscript(transcript, event);
    for (const message of messagesOfFact(event)) tell(message);
    if (transcript !== before && (event.is === 'user_said' || event.is === 'agent_said')) tellUpdate(null);
  }

  function tell(json: object): void {
    if (leg.can.data) leg.send({ n: ++commandNumber, do: 'data', json });
  }

  function tellUpdate(live: Parameters<typeof updateMessage>[2]): void {
    tell(updateMessage(transcript, turntaking, live));
  }

  function perform(action: Action): void {
    switch (action.do) {
      case 'think':
        return think(action);
      case 'commit':
        return;
      case 'drop':
        return thinking.drop(action.gen);
      case 'speak':
        speeches.say(action.utt, action.text, action.mouth);
        return tellUpdateOfSpeech(action.utt);
      case 'endSpeech':
        return speeches.end(action.utt);
      case 'gate':
        return speeches.gate(action.utt, action.open);
      case 'respeak':
        return respeak(action.utt, action.mouth);
      case 'pause':
        return voice.pause(20);
      case 'resume':
        return voice.resume();
      case 'clear':
        return speeches.clear(action.utt);
      case 'reflex':
        return voice.reflex({ pauseAfterSpeechMs: action.pauseAfterSpeechMs, duckGain: 1 });
      case 'vote':
        return background(vote(action.pause, action.from));
      case 'setTimer':
        timers.get(action.timer)?.();
        timers.set(
          action.timer,
          clock.at(action.at, () => report({ is: 'timer', timer: action.timer, n: action.n })),
        );
        return;
      case 'cancelTimer':
        timers.get(action.timer)?.();
        timers.delete(action.timer);
        return;
      case 'runTool':
        return background(runTool(action.call));
      case 'cancelTools':
        return tools.abort(new DOMException('the call ended', 'AbortError'));
      case 'reopenEars':
        return hearing.reopen();
      case 'flushEars':
        return hearing.flush(clock.now());
      case 'emit':
        return record(action.fact);
      case 'live':
        return live(action.fact);
      case 'latency':
        return latency(action);
      case 'turnTaking':
        turntaking = action.turn;
        return;
      case 'finish':
        return finish(action.reason, action.detail);
      default:
        return action satisfies never;
    }
  }

  function think(action: Action & { do: 'think' }): void {
    const said = { words: [] };
    const items: TranscriptItem[] = [
      ...transcript,
      ...action.unheard.map((content) => ({ role: 'agent' as const, content, ...said })),
      ...(action.user === null ? [] : [{ role: 'user' as const, content: action.user, ...said }]),
    ];
    thinking.start(action.gen, { kind: action.kind, transcript: items });
  }

  /** While it is being heard, the page shows what the agent is saying. */
  function tellUpdateOfSpeech(utt: string): void {
    const speaking = state.speeches.find((speech) => speech.utt === utt)?.phase === 'playing';
    if (speaking) tellUpdate({ role: 'agent', content: speeches.text(utt).trim() });
  }

  function respeak(utt: string, index: number): void {
    const mouth = mouths[index] ?? deps.mouth;
    if (index > 0 && index !== announcedMouth) {
      announcedMouth = index;
      const wanted = mouths[index - 1] ?? deps.mouth;
      const why = `${wanted.synthesiser.provider} failed`;
      record({ is: 'substituted', role: 'speaking', wanted: wanted.voice, used: mouth.voice, why });
    }
    speeches.respeak(utt, index);
  }
  let announcedMouth = 0;

  async function vote(pause: number, from: number): Promise<void> {
    voting?.abort();
    voting = new AbortController();
    const deadline = voting;
    const cancel = clock.at(clock.now() + VOTE.deadlineUs, () => deadline.abort());
    const signal = AbortSignal.any([deadline.signal, whole.signal]);
    const answer = await deps.turnVote?.vote(voteRing.since(from - VOTE.beforeUs), signal).catch(() => undefined);
    cancel();
    if (!signal.aborted) report({ is: 'vote', pause, probability: answer ?? null });
  }

  /** The intent is stored before the tool runs; if it can't be, the tool does not run and says so. */
  async function runTool(call: ToolCall): Promise<void> {
    const started = stamped({
      is: 'tool_started',
      tool_call_id: call.id,
      name: call.name,
      arguments: call.arguments,
      type: call.type,
    });
    publish(started);
    try {
      await deps.durable(started);
    } catch {
      const content = 'The tool was not run: the call could not be stored.';
      return report({ is: 'toolResult', id: call.id, successful: false, content, tookMs: 0, directive: null });
    }
    if (tools.signal.aborted) return;
    const result = await engine.runTool(call, { subject: deps.subject, signal: tools.signal }).catch(() => ({
      successful: false,
      content: 'The tool failed.',
      tookMs: 0,
      directive: null,
    }));
    recordVariables();
    report({ is: 'toolResult', id: call.id, ...result });
  }

  function recordVariables(): void {
    if (whole.signal.aborted) return;
    const variables = engine.collectedVariables();
    const now = JSON.stringify(variables);
    if (now === collected) return;
    collected = now;
    record({ is: 'variables', collected: variables });
  }

  function live(fact: LiveFact): void {
    deps.live(fact);
    const message = messageOfLiveFact(fact);
    if (message) tell(message);
    if (fact.is === 'partial') tellUpdate({ role: 'user', content: fact.text });
  }

  function latency(figures: Action & { do: 'latency' }): void {
    const { gen } = figures;
    const parts = { asr: figures.asrMs, llm: figures.llmMs, tts: figures.ttsMs, e2e: figures.e2eMs };
    for (const part of ['asr', 'llm', 'tts', 'e2e'] as const) {
      const ms = parts[part];
      if (ms !== null) record({ is: 'latency', part, ms, gen });
    }
    if (figures.e2eMs !== null) tell(latencyMessage(figures));
  }

  /** The end: everything stops, then the promise is kept. */
  function finish(reason: DisconnectionReason, detail: string): void {
    for (const cancel of timers.values()) cancel();
    timers.clear();
    whole.abort(new DOMException('the call ended', 'AbortError'));
    tools.abort(new DOMException('the call ended', 'AbortError'));
    for (const tap of taps) bridge.untap(tap);
    if (state.leg !== 'gone') leg.send({ n: ++commandNumber, do: 'hangup', reason: 'ended' });
    void released().then(() => outcome.resolve({ reason, detail }));
  }

  /** Waits for what was started, but not for a vendor that does not let go. */
  async function released(): Promise<void> {
    const ceiling = Promise.withResolvers<void>();
    const cancel = clock.at(clock.now() + 2_000_000, ceiling.resolve);
    await Promise.race([Promise.allSettled([hearing.close(), ...pending]), ceiling.promise]);
    cancel();
  }

  function onMedia(event: MediaEvent): void {
    switch (event.is) {
      case 'speech':
        if (event.from !== leg.id) return;
        if (event.on) voting?.abort();
        hearing.speech(event.on, event.edge);
        return report({ is: 'speech', on: event.on, edge: event.edge });
      case 'level':
        return deps.live({ is: 'level', who: event.from === 'agent' ? 'agent' : 'user', rms: event.rms });
      case 'first':
        speeches.began(event.utt, event.at);
        report({ is: 'first', utt: event.utt });
        return tellUpdateOfSpeech(event.utt);
      case 'paused':
        return report({ is: 'paused', utt: event.utt });
      case 'resumed':
        speeches.resumed(event.utt, event.at, event.playedUs);
        return report({ is: 'resumed', utt: event.utt });
      case 'done':
      case 'cleared': {
        const heard = speeches.over(event.utt, event.playedUs, event.is === 'done');
        return report({ is: event.is, utt: event.utt, heard });
      }
      case 'tap':
        return record({
          is: 'note',
          level: event.fault.fatal ? 'error' : 'warn',
          text: 'tap failed',
          fields: { tap: event.id, fault: event.fault.message },
        });
      case 'underrun':
      case 'answer':
      case 'starved':
        return;
      default:
        return event satisfies never;
    }
  }

  function onLeg(event: LegEvent): void {
    switch (event.is) {
      case 'connected':
      case 'degraded':
      case 'restored':
        return report({ is: event.is });
      case 'gone':
        return report({ is: 'gone', by: event.by, detail: event.detail });
      case 'failed':
        return report({ is: 'legFailed', code: event.code });
      case 'dtmf':
        return report({ is: 'dtmf', digit: event.digit });
      case 'ringing':
      case 'early':
      case 'answered':
      case 'muted':
      case 'data':
      case 'referDone':
        return;
      default:
        return event satisfies never;
    }
  }

  const thinking = createThinking({ engine, signal: whole.signal, report, background });
  const speeches = createSpeeches({ voice, settings, mouths, signal: whole.signal, report, background });
  const hearing = openHearing({
    ears: deps.ears,
    settings,
    signal: whole.signal,
    onEvent: ({ is, ...event }) => report({ is, ...event } as Report),
    onFailed: (category, retryable) => report({ is: 'earsFailed', category, retryable }),
  });

  bridge.attach(leg);
  bridge.routes([{ from: 'agent', to: leg.id, gain: 1 }]);
  voice.volume(settings.volume);
  const ownVoteTap = deps.turnVote !== null && !(deps.ears.format.rate === VOTE.rateHz);
  const taps = [
    bridge.tap(leg.id, {
      kind: 'stt',
      format: deps.ears.format,
      packetMs: STT_PACKET_MS,
      sink: (pcm, at) => {
        hearing.write(pcm, at);
        if (deps.turnVote && !ownVoteTap) voteRing.push(pcm, at);
      },
    }),
    bridge.tap(leg.id, { kind: 'vad' }),
    bridge.tap(leg.id, { kind: 'level' }),
    bridge.tap('agent', { kind: 'level' }),
  ];
  if (ownVoteTap) {
    const format = { rate: VOTE.rateHz, codec: 'pcm16' } as const;
    const sink = (pcm: Int16Array, at: number): void => voteRing.push(pcm, at);
    taps.push(bridge.tap(leg.id, { kind: 'stt', format, packetMs: STT_PACKET_MS, sink }));
  }
  // The recording goes on until the bridge closes.
  if (deps.recording) bridge.tap(leg.id, { kind: 'record', ...deps.recording });
  report({ is: 'start' });
  bridge.onEvent(onMedia);
  leg.onEvent(onLeg);
  leg.send({ n: ++commandNumber, do: 'answer' });

  return {
    ended: outcome.promise,
    command: ({ do: what, reason, detail }) => report({ is: 'command', do: what, reason, detail: detail ?? '' }),
    transcript: () => transcript,
    async close() {
      report({ is: 'command', do: 'stop', reason: 'error_retell', detail: 'the session was closed' });
      await outcome.promise;
    },
  };
}
