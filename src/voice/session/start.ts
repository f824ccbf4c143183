// The session shell: carries out what `step` decides and feeds back what happens. It decides nothing itself.

import type { Format } from '../../interfaces/audio.ts';
import type { MediaEvent, TapId } from '../../interfaces/bridge.ts';
import type { DisconnectionReason } from '../../interfaces/call-event.ts';
import type { EnginePush, TranscriptItem } from '../../conversation/index.ts';
import type { VoiceSettings } from '../settings.ts';
import type { Action } from '../step/action.ts';
import { initialState, type TimerName } from '../step/state.ts';
import { step } from '../step/step.ts';
import { createAlarms } from './alarms.ts';
import { createBackground } from './background.ts';
import { createChronicle } from './chronicle.ts';
import { endMessage } from './client-messages.ts';
import type { Outfit, VoiceSession, VoiceSessionDeps } from './deps.ts';
import { isSameFormat, openHearing } from './hearing.ts';
import { reportOfLeg, type Report } from './report.ts';
import { createSecondOpinion, OPINION_FORMAT } from './second-opinion.ts';
import { createSpeeches } from './speeches.ts';
import { createThinking } from './thinking.ts';
import { createToolRuns } from './tool-runs.ts';

/** Short enough that an edge of speech never waits for a packet, long enough to be cheap. */
const STT_PACKET_MS = 60;
/** No click. */
const PAUSE_FADE_MS = 20;
/** The caller is with somebody else then: the line is its runner's to end. */
const GOES_ON: ReadonlySet<DisconnectionReason> = new Set(['call_transfer', 'transfer_bridged', 'transfer_cancelled']);
/** How long the end waits for vendors to let go. */
const RELEASE_US = 2_000_000;

/**
 * Starts a session on a leg that is ringing or connected; the greeting is prepared at once. Everything it starts ends with it. It
 * never throws for what vendors do: that becomes a reason to end.
 */
export function startVoiceSession(deps: VoiceSessionDeps, settings: VoiceSettings): VoiceSession {
  const { bridge, leg, engine } = deps;
  const { clock } = bridge;
  const whole = new AbortController();
  const { signal } = whole;
  const outcome = Promise.withResolvers<{ reason: DisconnectionReason; detail: string }>();
  let mouths = [deps.mouth, ...deps.fallbackMouths];
  const outfits = new Map<string, Outfit>();
  const voice = bridge.voice('agent');
  const queue: Report[] = [];
  const taps: TapId[] = [];
  const earTaps: { count: number; open: TapId[] } = { count: 0, open: [] };
  let stepping = false;
  let sent = 0;
  let announcedMouth = 0;
  let state = initialState(
    { settings, opening: engine.opening(), tailMs: leg.can.tailMs, fallbackMouths: deps.fallbackMouths.length },
    clock.now(),
  );

  const background = createBackground(failed);
  const chronicle = createChronicle({ ...deps, follow: (news) => engine.follow?.(news) }, (json) => {
    if (leg.can.data) leg.send({ n: ++sent, do: 'data', json });
  });
  const alarms = createAlarms<TimerName>(clock, (timer, n) => report({ is: 'timer', timer, n }));
  const thinking = createThinking({ engine, signal, report, background: background.add });
  const speeches = createSpeeches({ clock, voice, settings, mouths, signal, report, background: background.add });
  const keepOutfit = (move: string, outfit: Outfit): void => void outfits.set(move, outfit);
  const tools = createToolRuns({ ...deps, chronicle, keepOutfit, report });
  const opinion = deps.turnVote && createSecondOpinion(deps.turnVote, clock, signal);
  const hearing = openHearing({
    ears: deps.ears,
    settings,
    signal,
    onFormat: (format) => tapEars(format),
    onEvent: report,
    onFailed: (category, retryable) => report({ is: 'earsFailed', category, retryable }),
  });

  /** Feeds one event; those that arise meanwhile wait for their turn. */
  function report(event: Report): void {
    queue.push(event);
    if (stepping) return;
    stepping = true;
    try {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const result = step(state, { ...next, at: clock.now() });
        state = result.state;
        for (const action of result.actions) attempt(action);
      }
    } finally {
      stepping = false;
    }
  }

  /** A fault of our own: the call ends with it instead of hanging. */
  function failed(error: unknown): void {
    if (signal.aborted) return;
    const name = error instanceof Error ? error.name : 'unknown';
    chronicle.record({ is: 'note', level: 'error', text: 'internal error', fields: { error: name } });
    report({ is: 'command', do: 'stop', reason: 'error_unknown', detail: `internal error: ${name}` });
  }

  function attempt(action: Action): void {
    try {
      perform(action);
    } catch (error) {
      failed(error);
    }
  }

  function perform(action: Action): void {
    switch (action.do) {
      case 'think':
        return thinking.start(action.gen, { kind: action.kind, transcript: transcriptFor(action) });
      case 'commit':
        return;
      case 'drop':
        return thinking.drop(action.gen);
      case 'speak':
        speeches.say(action.utt, action.text, action);
        return showSpeech(action.utt);
      case 'endSpeech':
        return speeches.end(action.utt);
      case 'gate':
        return speeches.gate(action.utt, action.open);
      case 'respeak':
        announceMouth(action.mouth);
        return speeches.respeak(action.utt, action.mouth);
      case 'pause':
        return voice.pause(PAUSE_FADE_MS);
      case 'resume':
        return voice.resume(action.again ? speeches.sinceWordMs(action.utt) : 0);
      case 'clear':
        return speeches.clear(action.utt);
      case 'reflex':
        return voice.reflex({ pauseAfterSpeechMs: action.pauseAfterSpeechMs, duckGain: 1 });
      case 'vote':
        return background.add(vote(action.pause, action.from));
      case 'setTimer':
        return alarms.set(action.timer, action.n, action.at);
      case 'cancelTimer':
        return alarms.cancel(action.timer);
      case 'take':
        return engine.take?.(action.move);
      case 'changeAgent':
        return changeAgent(action.move);
      case 'runTool':
        return background.add(tools.run(action.call));
      case 'judgeAnswer':
        return background.add(judgeAnswer(action.text));
      case 'composeMessage':
        return background.add(composeMessage());
      case 'cancelTools':
        return tools.cancel();
      case 'reopenEars':
        return hearing.reopen();
      case 'flushEars':
        return hearing.flush(clock.now());
      case 'emit':
        return chronicle.record(action.fact);
      case 'live':
        return chronicle.live(action.fact);
      case 'latency':
        return chronicle.latency(action);
      case 'tellMetadata':
        return tellMetadata(action.metadata);
      case 'turnTaking':
        return chronicle.turn(action.turn);
      case 'finish':
        return finish(action.reason, action.detail);
      default:
        return action satisfies never;
    }
  }

  /** What was said for certain; what the agent is saying, before the tools it called meanwhile; the words a draft answers. */
  function transcriptFor(action: Action & { do: 'think' }): TranscriptItem[] {
    const items = [...chronicle.transcript()];
    const lastUtterance = items.findLastIndex((item) => item.role === 'agent' || item.role === 'user');
    const unheard = action.unheard.map((content) => ({ role: 'agent' as const, content, words: [] }));
    items.splice(lastUtterance + 1, 0, ...unheard);
    if (action.user !== null) items.push({ role: 'user', content: action.user, words: [] });
    return items;
  }

  function showSpeech(utt: string): void {
    const isHeard = state.speeches.some((speech) => speech.utt === utt && speech.phase === 'playing');
    if (isHeard) chronicle.agentIsSaying(speeches.text(utt));
  }

  function tellMetadata(metadata: unknown): void {
    const json = { event_type: 'metadata', metadata };
    const bytes = Buffer.byteLength(JSON.stringify(json));
    if (leg.can.data && bytes <= leg.can.maxDataBytes) return leg.send({ n: ++sent, do: 'data', json });
    const why = leg.can.data ? 'too long' : 'no page to tell';
    chronicle.record({ is: 'note', level: 'warn', text: 'metadata was not passed on', fields: { why, bytes } });
  }

  async function judgeAnswer(text: string): Promise<void> {
    const as = (await deps.judgeAnswer?.(text, signal).catch(() => null)) ?? null;
    report({ is: 'judged', as });
  }

  async function composeMessage(): Promise<void> {
    const text = (await deps.voicemailMessage?.(signal).catch(() => null)) ?? null;
    report({ is: 'message', text });
  }

  /** What an engine says unasked, until it is closed. */
  async function hearPushes(pushes: AsyncIterable<EnginePush>): Promise<void> {
    for await (const push of pushes) report({ is: 'push', push });
  }

  function changeAgent(move: string): void {
    const outfit = outfits.get(move);
    if (!outfit) return;
    outfits.delete(move);
    mouths = [outfit.mouth, ...outfit.fallbackMouths];
    announcedMouth = 0;
    speeches.change({ mouths, settings: outfit.settings });
    voice.volume(outfit.settings.volume);
    hearing.change(outfit);
    for (const fact of outfit.settled) chronicle.record(fact);
  }

  function announceMouth(index: number): void {
    if (index <= announcedMouth) return;
    const wanted = mouths[announcedMouth] ?? deps.mouth;
    const used = mouths[index] ?? wanted;
    announcedMouth = index;
    const why = `${wanted.synthesiser.provider} failed`;
    chronicle.record({ is: 'substituted', role: 'speaking', wanted: wanted.voice, used: used.voice, why });
  }

  async function vote(pause: number, from: number): Promise<void> {
    const probability = opinion ? await opinion.ask(from) : null;
    report({ is: 'vote', pause, probability });
  }

  function onMedia(event: MediaEvent): void {
    switch (event.is) {
      case 'speech':
        if (event.from !== leg.id) return;
        if (event.on) opinion?.forget();
        hearing.speech(event.on, event.edge);
        return report({ is: 'speech', on: event.on, edge: event.edge });
      case 'level':
        if (event.from !== 'agent' && event.from !== leg.id) return;
        return deps.live({ is: 'level', who: event.from === 'agent' ? 'agent' : 'user', rms: event.rms });
      case 'first':
        speeches.began(event.utt, event.at);
        report({ is: 'first', utt: event.utt });
        return showSpeech(event.utt);
      case 'paused':
        speeches.paused(event.utt, event.playedUs);
        return report({ is: 'paused', utt: event.utt });
      case 'resumed':
        speeches.resumed(event.utt, event.at, event.playedUs);
        return report({ is: 'resumed', utt: event.utt });
      case 'done':
      case 'cleared': {
        const heard = speeches.over(event.utt, event.playedUs, event.is === 'done');
        return report({ is: event.is, utt: event.utt, heard });
      }
      case 'tap': {
        const { message, fatal } = event.fault;
        const level = fatal ? 'error' : 'warn';
        return chronicle.record({ is: 'note', level, text: 'tap failed', fields: { tap: event.id, fault: message } });
      }
      case 'starved':
        return event.from === leg.id ? report({ is: 'starved', silentMs: event.silentMs }) : undefined;
      case 'underrun':
        return speeches.ranDry(event.utt, event.playedUs);
      case 'answer':
        return event.from === leg.id ? report({ is: 'beep' }) : undefined;
      default:
        return event satisfies never;
    }
  }

  /** In the recogniser's format, in place of an earlier one; the opinion hears with it where it can. */
  function tapEars(format: Format): void {
    const isShared = isSameFormat(format, OPINION_FORMAT);
    const mine = ++earTaps.count;
    for (const tap of earTaps.open.splice(0)) bridge.untap(tap);
    const hear = (pcm: Int16Array, at: number): void => {
      // What was under way when the format changed is in the old one.
      if (mine !== earTaps.count) return;
      hearing.write(pcm, at);
      if (isShared) opinion?.write(pcm, at);
    };
    earTaps.open.push(bridge.tap(leg.id, { kind: 'stt', format, packetMs: STT_PACKET_MS, sink: hear }));
    if (opinion && !isShared) {
      const own = { kind: 'stt', format: OPINION_FORMAT, packetMs: STT_PACKET_MS, sink: opinion.write } as const;
      earTaps.open.push(bridge.tap(leg.id, own));
    }
  }

  function openTaps(): void {
    tapEars(deps.ears.format);
    taps.push(bridge.tap(leg.id, { kind: 'vad' }));
    taps.push(bridge.tap(leg.id, { kind: 'level' }), bridge.tap('agent', { kind: 'level' }));
    if (settings.answer) taps.push(bridge.tap(leg.id, { kind: 'answerDetect' }));
    if (deps.recording) bridge.tap(leg.id, { kind: 'record', ...deps.recording });
  }

  /** The end: everything stops, then the promise is kept. */
  function finish(reason: DisconnectionReason, detail: string): void {
    alarms.cancelAll();
    whole.abort(new DOMException('the call ended', 'AbortError'));
    for (const tap of [...taps, ...earTaps.open]) bridge.untap(tap);
    if (state.leg !== 'gone') sayGoodbye(reason);
    void released().then(() => outcome.resolve({ reason, detail }));
  }

  /** The client hears why, then that it is over. */
  function sayGoodbye(reason: DisconnectionReason): void {
    if (leg.can.data) leg.send({ n: ++sent, do: 'data', json: endMessage(reason) });
    if (!GOES_ON.has(reason)) leg.send({ n: ++sent, do: 'hangup', reason: 'ended' });
  }

  /** Waits for what was started, but not for a vendor that does not let go. */
  async function released(): Promise<void> {
    const ceiling = Promise.withResolvers<void>();
    const cancel = clock.at(clock.now() + RELEASE_US, ceiling.resolve);
    const all = [hearing.close(), background.idle(), engine.close?.() ?? Promise.resolve()];
    await Promise.race([Promise.allSettled(all), ceiling.promise]);
    cancel();
  }

  voice.volume(settings.volume);
  for (const fact of deps.settled ?? []) chronicle.record(fact);
  openTaps();
  if (engine.pushes) background.add(hearPushes(engine.pushes));
  report({ is: 'start' });
  bridge.onEvent(onMedia);
  leg.onEvent((event) => {
    const known = reportOfLeg(event);
    if (known) report(known);
  });
  leg.send({ n: ++sent, do: 'answer' });

  return {
    ended: outcome.promise,
    command: ({ do: what, reason, detail }) => report({ is: 'command', do: what, reason, detail: detail ?? '' }),
    inject: (given) => report({ is: 'inject', ...given }),
    takeOver(by) {
      report({ is: 'takeOver', by });
      return state.mode.is === 'supervised';
    },
    transcript: chronicle.transcript,
    async close() {
      report({ is: 'command', do: 'stop', reason: 'error_retell', detail: 'the session was closed' });
      await outcome.promise;
    },
  };
}
