import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createChronicle } from './chronicle.ts';

function chronicle() {
  const told: { event_type: string; transcript?: { role: string; content: string }[] }[] = [];
  const deps = {
    bridge: { clock: { now: () => 0 } },
    wallClock: () => 0,
    emit: () => {},
    live: () => {},
  } as unknown as Parameters<typeof createChronicle>[0];
  const it = createChronicle(deps, (json) => told.push(json as (typeof told)[number]));
  const shown = () =>
    told.findLast(({ event_type }) => event_type === 'update')?.transcript?.map(({ content }) => content);
  return { it, shown };
}

test('words of the caller do not take what the agent is saying off the page', () => {
  const { it, shown } = chronicle();
  it.agentIsSaying('Welcome to Ringback. ');
  it.live({ is: 'partial', text: 'wait' });
  assert.deepEqual(shown(), ['Welcome to Ringback.', 'wait']);
  it.record({
    is: 'agent_said',
    utt: 'u1',
    text: 'Welcome to',
    words: [],
    interrupted: true,
    metadata: { response_id: 1 },
  });
  it.record({ is: 'user_said', text: 'Wait!', words: [] });
  assert.deepEqual(shown(), ['Welcome to', 'Wait!']);
});

test('a speech of which nothing was heard does not stay', () => {
  const { it, shown } = chronicle();
  it.agentIsSaying('Welcome');
  it.record({ is: 'speaking', who: 'agent', on: false });
  it.live({ is: 'partial', text: 'hello' });
  assert.deepEqual(shown(), ['hello']);
});
