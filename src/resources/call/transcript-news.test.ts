import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addTestCall } from '../../../test/support/call-row.ts';
import { callEndDeps, eventsOf, GREETING } from '../../../test/support/call-end.ts';
import { listWebhookDeliveries } from '../../storage/index.ts';
import { createTranscriptNews } from './transcript-news.ts';

const wanting = { agent_override: { agent: { webhook_events: ['transcript_updated'] } } };

test('each turn is told with all that was said until then, to agents that want it', async (t) => {
  const deps = await callEndDeps(t);
  for (const [call_id, details] of [
    ['eager', wanting],
    ['usual', {}],
  ] as const) {
    const row = await addTestCall(deps.db, {
      call_id,
      call_status: 'ongoing',
      start_timestamp: 1,
      details: JSON.stringify(details),
    });
    const news = createTranscriptNews(deps, row);
    const events = eventsOf({ is: 'speaking', who: 'agent', on: true }, GREETING);
    for (const [i, event] of events.entries()) news.tell(event, events.slice(0, i + 1));
    await news.close();
    news.tell(events[1] as (typeof events)[number], events);
    await news.close();
  }
  const told = await listWebhookDeliveries(deps.db, 'eager');
  assert.deepEqual(
    told.map(({ event }) => event),
    ['transcript_updated'],
  );
  const { call } = JSON.parse(told[0]?.body ?? '');
  assert.deepEqual([call.call_status, call.transcript_with_tool_calls.length], ['ongoing', 1]);
  assert.deepEqual(await listWebhookDeliveries(deps.db, 'usual'), []);
});
