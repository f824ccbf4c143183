import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idle, step } from './talk-state.ts';
import type { TalkEvent, TalkState } from './talk-state.ts';

const after = (...events: TalkEvent[]): TalkState => events.reduce(step, idle);
const agent = (content: string) => ({ role: 'agent' as const, content });
const user = (content: string) => ({ role: 'user' as const, content });
const contents = (state: TalkState) => state.timeline.map((item) => (item.is === 'utterance' ? item.content : item.is));
const latency: TalkEvent = {
  is: 'latency',
  event: { event_type: 'turn_latency', gen: 1, asr_ms: 80, llm_ms: 200, tts_ms: 90, e2e_ms: 420 },
};

test('a call goes from asking for the microphone to its end', () => {
  const live = after({ is: 'asked' }, { is: 'created', callId: 'call_1' }, { is: 'started', nowMs: 5 });
  assert.equal(live.phase, 'live');
  const ended = step(live, { is: 'over', nowMs: 9 });
  assert.deepEqual([ended.phase, ended.callId, ended.startedAtMs, ended.endedAtMs], ['ended', 'call_1', 5, 9]);
});

test('a call that ends while its connection is broken says so, one whose connection came back does not', () => {
  const broken = after({ is: 'asked' }, { is: 'started', nowMs: 5 }, { is: 'reconnecting', on: true });
  assert.match(step(broken, { is: 'over', nowMs: 9 }).problem?.title ?? '', /connection was lost/);
  const back = step(broken, { is: 'reconnecting', on: false });
  assert.equal(step(back, { is: 'over', nowMs: 9 }).problem, null);
});

test('hanging up before the call is live leads back to the start', () => {
  assert.equal(after({ is: 'asked' }, { is: 'over', nowMs: 9 }).phase, 'idle');
});

test('an end after a failure does not hide the failure', () => {
  const state = after(
    { is: 'asked' },
    { is: 'failed', problem: { title: 'No microphone', text: '' } },
    { is: 'over', nowMs: 9 },
  );
  assert.equal(state.phase, 'failed');
});

test('interim words stay while others speak and go when they became an utterance', () => {
  const state = after({ is: 'update', transcript: [agent('Hello')] }, { is: 'partial', text: 'good mor' });
  const grown = step(state, { is: 'update', transcript: [agent('Hello there')] });
  assert.equal(grown.partial, 'good mor');
  const said = step(grown, { is: 'update', transcript: [agent('Hello there'), user('Good morning.')] });
  assert.equal(said.partial, '');
});

test('interim words that an update repeats as an utterance stay interim, and what the agent says stays, too', () => {
  const hearing = after(
    { is: 'update', transcript: [agent('Hello there')] },
    { is: 'partial', text: 'good mor' },
    { is: 'update', transcript: [agent('Hello there'), user('good mor')] },
  );
  assert.deepEqual([contents(hearing), hearing.partial], [['Hello there'], 'good mor']);
  const said = step(hearing, { is: 'update', transcript: [agent('Hello there'), user('good mor')] });
  assert.deepEqual([contents(said), said.partial], [['Hello there', 'good mor'], '']);
});

test('an utterance that goes again leaves no hole', () => {
  const state = after({ is: 'update', transcript: [user('Hello'), agent('And')] }, latency);
  assert.deepEqual(contents(step(state, { is: 'update', transcript: [user('Hello')] })), ['Hello', 'latency']);
});

test('interim words that come after their utterance do not stand there twice, the same words said again do', () => {
  const said = after({ is: 'update', transcript: [user('Yes.')] }, { is: 'partial', text: 'Yes.' });
  assert.equal(said.partial, '');
  const again = step(step(said, { is: 'talking', who: 'user', on: true }), { is: 'partial', text: 'Yes.' });
  assert.equal(again.partial, 'Yes.');
});

test('the figures of a turn stand before its answer whether they come first or second', () => {
  const asked: TalkEvent = { is: 'update', transcript: [agent('Hello'), user('Who are you?')] };
  const answered: TalkEvent = { is: 'update', transcript: [agent('Hello'), user('Who are you?'), agent('A guide.')] };
  const expected = ['Hello', 'Who are you?', 'latency', 'A guide.'];
  assert.deepEqual(contents(after(asked, latency, answered)), expected);
  assert.deepEqual(contents(after(asked, answered, latency)), expected);
});

test('a tool call keeps its place while later updates come, and gets its result', () => {
  const state = after(
    { is: 'update', transcript: [user('Bye')] },
    { is: 'tool_call', event: { event_type: 'tool_call', tool_call_id: 't1', name: 'end_call', arguments: '{}' } },
    { is: 'update', transcript: [user('Bye'), agent('Goodbye!')] },
    {
      is: 'tool_result',
      event: { event_type: 'tool_result', tool_call_id: 't1', successful: true, content: 'ok' },
    },
  );
  assert.deepEqual(contents(state), ['Bye', 'tool', 'Goodbye!']);
  const tool = state.timeline[1];
  assert.ok(tool?.is === 'tool');
  assert.deepEqual(tool.result, { successful: true, content: 'ok' });
});
