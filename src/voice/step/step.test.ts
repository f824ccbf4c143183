// Whatever happens in whatever order: the promises that the session keeps.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { EnginePush, ToolCall } from '../../conversation/index.ts';
import { voiceSettings } from '../settings.ts';
import type { Action } from './action.ts';
import type { VoiceEvent } from './event.ts';
import { initialState, type TimerName, type VoiceState } from './state.ts';
import { step } from './step.ts';

type Happening = { wait: number } & (
  | { plan: 'event'; event: Record<string, unknown> }
  /** An answer with an id that is close to the current one, or old. */
  | { plan: 'media'; is: 'first' | 'paused' | 'resumed' | 'done' | 'cleared' | 'sound'; back: number }
  | { plan: 'failedMouth'; back: number }
  | {
      plan: 'engine';
      is: 'text' | 'tool' | 'genDone' | 'genFailed' | 'terms';
      back: number;
      text: string;
      type: string;
    }
  | { plan: 'toolResult'; back: number; end: boolean }
  /** The next timer that is armed fires; or an old number does. */
  | { plan: 'timer'; old: boolean }
  | { plan: 'vote'; back: number; probability: number }
);

const texts = fc.constantFrom('yes', 'uh-huh', 'what time is it?', 'my number is 555', 'and', '');
const back = fc.constantFrom(0, 0, 0, 0, 1, 2, 5);
const wait = fc.constantFrom(0, 1000, 20_000, 90_000, 400_000);

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      plan: fc.constant('event' as const),
      wait,
      event: fc.constantFrom<Record<string, unknown>>(
        { is: 'connected' },
        { is: 'degraded' },
        { is: 'restored' },
        { is: 'dtmf', digit: '1' },
        { is: 'muted', on: true },
        { is: 'muted', on: false },
        { is: 'starved', silentMs: 5000 },
      ),
    }),
  },
  {
    weight: 120,
    arbitrary: fc.record({
      plan: fc.constant('event' as const),
      wait,
      event: fc.record({ is: fc.constant('speech'), on: fc.boolean() }),
    }),
  },
  {
    weight: 80,
    arbitrary: fc.record({
      plan: fc.constant('event' as const),
      wait,
      event: fc.record({ is: fc.constant('partial'), rev: fc.nat(9), text: texts, stable: fc.boolean() }),
    }),
  },
  {
    weight: 120,
    arbitrary: fc.record({
      plan: fc.constant('event' as const),
      wait,
      event: fc.record({ is: fc.constant('final'), rev: fc.nat(9), text: texts, words: fc.constant([]) }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      plan: fc.constant('event' as const),
      wait,
      event: fc.record({
        is: fc.constant('earsFailed'),
        category: fc.constant('unavailable'),
        retryable: fc.boolean(),
      }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      plan: fc.constant('event' as const),
      wait,
      event: fc.constantFrom<Record<string, unknown>>(
        { is: 'gone', by: 'peer', detail: '' },
        { is: 'command', do: 'stop', reason: 'manual_stopped', detail: '' },
        { is: 'command', do: 'drain', reason: 'manual_stopped', detail: '' },
        { is: 'legFailed', code: 'x' },
        { is: 'starved', silentMs: 60_000 },
      ),
    }),
  },
  {
    weight: 20,
    arbitrary: fc.record({
      plan: fc.constant('event' as const),
      wait,
      event: fc.record({
        is: fc.constant('push'),
        push: fc.constantFrom<EnginePush>(
          { is: 'interjection' },
          { is: 'interjection' },
          { is: 'settings', agent: { interruption_sensitivity: 0, reminder_trigger_ms: 500 } },
          { is: 'settings', agent: { interruption_sensitivity: 1, reminder_max_count: 0 } },
          { is: 'metadata', metadata: 1 },
          { is: 'end', reason: 'agent_hangup', detail: '', afterSpeech: true },
          { is: 'end', reason: 'error_llm_websocket_runtime', detail: '', afterSpeech: false },
        ),
      }),
    }),
  },
  {
    weight: 200,
    arbitrary: fc.record({
      plan: fc.constant('media' as const),
      wait,
      is: fc.constantFrom(
        'first' as const,
        'paused' as const,
        'resumed' as const,
        'done' as const,
        'cleared' as const,
        'sound' as const,
      ),
      back,
    }),
  },
  { weight: 3, arbitrary: fc.record({ plan: fc.constant('failedMouth' as const), wait, back }) },
  {
    weight: 200,
    arbitrary: fc.record({
      plan: fc.constant('engine' as const),
      wait,
      is: fc.constantFrom(
        ...(['text', 'text', 'text', 'tool', 'tool', 'genDone', 'genDone', 'genFailed', 'genFailed', 'terms'] as const),
      ),
      back,
      text: fc.constantFrom('Well then. ', 'so, I ', 'Yes.'),
      type: fc.constantFrom('custom', 'end_call'),
    }),
  },
  { weight: 60, arbitrary: fc.record({ plan: fc.constant('toolResult' as const), wait, back, end: fc.boolean() }) },
  {
    weight: 180,
    arbitrary: fc.record({
      plan: fc.constant('timer' as const),
      wait,
      old: fc.constantFrom(false, false, false, true),
    }),
  },
  {
    weight: 15,
    arbitrary: fc.record({
      plan: fc.constant('vote' as const),
      wait,
      back,
      probability: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
);

const story = fc.record({
  agent: fc.constantFrom<Record<string, unknown>>(
    {},
    { interruption_sensitivity: 0 },
    { interruption_sensitivity: 0.3, stt_mode: 'accurate' },
    { response_engine: { type: 'custom-llm' } },
  ),
  opening: fc.constantFrom(
    { who: 'agent' as const, text: 'Hello. I am here.', delayMs: 0 },
    { who: 'agent' as const, text: null, delayMs: 300 },
    { who: 'user' as const, agentAfterSilenceMs: 1000 },
  ),
  connected: fc.constantFrom(true, true, true, false),
  happenings: fc.array(happening, { minLength: 1, maxLength: 150, size: 'max' }),
});

/** Stories do not jump to timers that are farther away: few would get anywhere. */
const FAR_US = 2_500_000;

/** Makes the event that a happening means in this state. */
function eventOf(state: VoiceState, each: Happening, at: number): VoiceEvent | null {
  const utt = (steps: number): string => `u${state.ids.utt - steps}`;
  const gen = (steps: number): number => state.ids.gen - steps;
  switch (each.plan) {
    case 'event':
      return { at, edge: at - 50_000, until: at, ...each.event } as unknown as VoiceEvent;
    case 'media':
      return { at, is: each.is, utt: utt(each.back), heard: { text: 'heard', words: [] } } as VoiceEvent;
    case 'failedMouth':
      return { at, is: 'mouthFailed', utt: utt(each.back), mouth: state.mouth, category: 'timeout', retryable: true };
    case 'engine': {
      const call: ToolCall = {
        id: `t${state.now}`,
        name: 'n',
        arguments: '{}',
        type: each.type,
        speakDuring: 'Wait.',
        speakAfter: true,
      };
      return {
        at,
        is: each.is,
        gen: gen(each.back),
        text: `[${gen(each.back)}] ${each.text}`,
        call,
        finish: 'stop',
        tokens: 1,
        provider: '',
        model: '',
        category: 'timeout',
        retryable: true,
        metadata: { response_id: 1 },
        protected: each.type === 'custom',
      } as VoiceEvent;
    }
    case 'toolResult': {
      const id = Object.keys(state.tools)[each.back] ?? 'unknown';
      const directive = each.end ? ({ do: 'end', text: null } as const) : null;
      const stateTransition = { former_state_name: 'a', new_state_name: 'b' };
      return { at, is: 'toolResult', id, successful: true, content: '', tookMs: 1, directive, stateTransition };
    }
    case 'timer': {
      const armed = Object.entries(state.timers).filter(([, timer]) => !timer.frozen);
      const [name, timer] = armed.sort((one, other) => one[1].at - other[1].at)[0] ?? [];
      if (!name || !timer || timer.at > at + FAR_US) return null;
      return { at: Math.max(at, timer.at), is: 'timer', timer: name as TimerName, n: each.old ? timer.n - 1 : timer.n };
    }
    case 'vote':
      return { at, is: 'vote', pause: state.ids.pause - each.back, probability: each.probability };
    default:
      return each satisfies never;
  }
}

/** Watches the actions of a session as the shell would carry them out. */
function createWitness() {
  const drafts = new Set<number>();
  const committed = new Set<number>();
  const dropped = new Set<number>();
  const genOf = new Map<string, number>();
  const timers = new Map<string, number>();
  const tools = new Set<string>();
  let ends = 0;
  let finished = false;

  function see(action: Action): void {
    assert.ok(!finished, `${action.do} after the end`);
    switch (action.do) {
      case 'think':
        if (action.draft) drafts.add(action.gen);
        else committed.add(action.gen);
        return;
      case 'commit':
        assert.ok(drafts.has(action.gen) && !dropped.has(action.gen), 'commit of a dropped or unknown gen');
        committed.add(action.gen);
        return;
      case 'drop':
        assert.ok(!dropped.has(action.gen), 'dropped twice');
        dropped.add(action.gen);
        return;
      case 'speak':
        genOf.set(action.utt, action.gen);
        for (const [, gen] of action.text.matchAll(/\[(-?\d+)\]/g)) {
          assert.equal(Number(gen), action.gen, 'text of another gen is spoken');
        }
        assert.ok(
          !dropped.has(action.gen) || !drafts.has(action.gen) || committed.has(action.gen),
          'speech of a dropped draft',
        );
        return;
      case 'gate': {
        const gen = genOf.get(action.utt);
        assert.ok(gen !== undefined, 'gate of an unknown speech');
        if (action.open && drafts.has(gen)) assert.ok(committed.has(gen), 'a draft was opened');
        return;
      }
      case 'runTool':
        assert.ok(!tools.has(action.call.id), 'a tool ran twice');
        tools.add(action.call.id);
        return;
      case 'setTimer':
        assert.ok(!timers.has(action.timer), 'a timer was set over another');
        timers.set(action.timer, action.n);
        return;
      case 'cancelTimer':
        assert.equal(timers.get(action.timer), action.n);
        timers.delete(action.timer);
        return;
      case 'emit':
        if (action.fact.is === 'end') ends += 1;
        assert.ok(ends <= 1, 'two ends');
        return;
      case 'finish':
        finished = true;
        assert.equal(ends, 1);
        assert.equal(timers.size, 0, 'a timer outlives the call');
        return;
      default:
    }
  }
  return {
    see,
    fired: (timer: string, n: number) => timers.get(timer) === n && timers.delete(timer),
    uncommitted: (gen: number) => drafts.has(gen) && !committed.has(gen),
  };
}

/** What one event may change, and what not. */
function checkChange(before: VoiceState, event: VoiceEvent, after: VoiceState, actions: readonly Action[]): void {
  const sounding = (state: VoiceState): string | undefined =>
    state.speeches.find((speech) => speech.phase === 'playing' || speech.phase === 'paused')?.utt;
  const now = sounding(after);
  if (now !== undefined && now !== sounding(before)) {
    assert.ok(event.is === 'first' && event.utt === now, 'a speech sounds that nobody reported');
  }
  for (const action of actions) {
    if (action.do !== 'resume') continue;
    const speech = after.speeches.find((each) => each.utt === action.utt);
    assert.equal(speech?.phase, 'paused', 'a speech goes on that is not paused');
    assert.equal(action.again, after.now - (speech?.pausedAt ?? Infinity) > 600_000, 'said again without a reason');
  }
  const started = after.mode.is === 'ending' && before.mode.is !== 'ending';
  if (started && after.mode.is === 'ending' && after.mode.reason === 'error_no_audio_received') {
    assert.ok(!before.microphone.muted && before.leg === 'ok' && before.mode.is === 'live', 'no sound was owed');
  }
  if (before.mode.is === 'ending') {
    assert.ok('reason' in after.mode && after.mode.reason === before.mode.reason, 'the reason changed');
  }
}

function check(state: VoiceState, witness: ReturnType<typeof createWitness>): void {
  const audible = state.speeches.filter((speech) => speech.phase === 'playing' || speech.phase === 'paused');
  assert.ok(audible.length <= 1, 'two speeches are heard');
  if (audible.length === 1) {
    const open = state.speeches.filter((speech) => speech.phase !== 'clearing');
    assert.equal(open[0], audible[0], 'the one that is heard is the first');
  }
  for (const speech of audible) assert.ok(!witness.uncommitted(speech.gen), 'a draft is heard');
  if (state.mode.is === 'ended') assert.deepEqual(state.timers, {});
}

function live(started: typeof story extends fc.Arbitrary<infer S> ? S : never): {
  states: VoiceState[];
  actions: Action[];
} {
  const witness = createWitness();
  const settings = voiceSettings(started.agent);
  let state = initialState({ settings, opening: started.opening, tailMs: 100, fallbackMouths: 1 }, 0);
  let at = 0;
  const states: VoiceState[] = [];
  const actions: Action[] = [];
  const take = (event: VoiceEvent): void => {
    if (event.is === 'timer') witness.fired(event.timer, event.n);
    const frozen = JSON.stringify(state);
    const result = step(state, event);
    assert.equal(JSON.stringify(state), frozen, 'the old state was changed');
    for (const action of result.actions) witness.see(action);
    checkChange(state, event, result.state, result.actions);
    state = result.state;
    check(state, witness);
    states.push(state);
    actions.push(...result.actions);
  };
  take({ at, is: 'start' });
  if (started.connected) take({ at, is: 'connected' });
  for (const each of started.happenings) {
    at = Math.max(at, state.now) + each.wait;
    const event = eventOf(state, each, at);
    if (event) take(event);
  }
  // The end comes through, whatever state it finds.
  take({ at: (at = state.now + 1), is: 'command', do: 'stop', reason: 'manual_stopped', detail: '' });
  const { ceiling } = state.timers;
  if (ceiling) take({ at: ceiling.at, is: 'timer', timer: 'ceiling', n: ceiling.n });
  assert.equal(state.mode.is, 'ended');
  return { states, actions };
}

test('random events in random order break none of the promises', () => {
  fc.assert(
    fc.property(story, (started) => void live(started)),
    { numRuns: 1000 },
  );
});

test('the same events give the same states and actions', () => {
  fc.assert(
    fc.property(story, (started) => assert.deepEqual(live(started), live(started))),
    { numRuns: 100 },
  );
});
