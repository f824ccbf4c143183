// Batches of calls as the API shows them, for the pages.

type Answer = { status: number; content?: unknown };
type Handlers = Record<string, (world: unknown, id: string, body: any) => Answer>;

/** One that goes on, made `now`, ms since the epoch. */
export function fakeBatches(now: number): Handlers {
  const batches: Record<string, any>[] = [sampleBatch(now)];
  const one = (id: string): Record<string, any> => batches.find(({ batch_call_id }) => batch_call_id === id)!;
  const turn =
    (status: string) =>
    (_world: unknown, id: string): Answer => ({ status: 200, content: Object.assign(one(id), { status }) });
  return {
    'GET list-batch-calls': () => ({ status: 200, content: { items: batches.toReversed(), has_more: false } }),
    'GET get-batch-call': (_world, id) => ({ status: 200, content: one(id) }),
    'POST create-batch-call': (_world, _id, { tasks, ...body }) => {
      const made = {
        ...sampleBatch(Date.now()),
        name: 'Batch',
        ...counts(0),
        ...body,
        status: 'ongoing',
        batch_call_id: `batch_call_${batches.length}new`,
        total_task_count: tasks.length,
        failures: [],
      };
      batches.push(made);
      return { status: 201, content: made };
    },
    'POST pause-batch-call': turn('paused'),
    'POST resume-batch-call': turn('ongoing'),
    'POST cancel-batch-call': turn('canceled'),
  };
}

const counts = (sent: number) => ({
  sent_task_count: sent,
  failed_task_count: sent > 0 ? 1 : 0,
  picked_up_count: Math.floor(sent / 2),
  successful_count: Math.floor(sent / 3),
});

function sampleBatch(now: number): Record<string, any> {
  return {
    batch_call_id: 'batch_call_1',
    name: 'Spring',
    from_number: '+14155550100',
    scheduled_timestamp: now - 600_000,
    created_timestamp: now - 700_000,
    total_task_count: 20,
    reserved_concurrency: 2,
    call_time_window: {
      windows: [{ start: 540, end: 1020 }],
      timezone: 'America/New_York',
      day: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'],
    },
    status: 'ongoing',
    ...counts(12),
    failures: [{ task_number: 4, to_number: '+535550100', reason: 'Calls to CU are not placed.' }],
  };
}
