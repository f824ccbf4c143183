// Between the address of the page and `filter_criteria` of list-calls.

import type { CallFilter } from '../api/index.ts';

/** Days (`2026-11-22`) in the viewer's own time zone. */
export function filterFrom(params: URLSearchParams): CallFilter {
  const filter: CallFilter = {};
  const one = (name: string) => params.get(name)?.trim() || undefined;
  const id = one('id');
  const agent = one('agent');
  const status = one('status');
  const reason = one('reason');
  const from = moment(one('from'), 'T00:00:00');
  const to = moment(one('to'), 'T23:59:59.999');
  if (id) filter.call_id = [id];
  if (agent) filter.agent_id = [agent];
  if (status) filter.call_status = [status];
  if (reason) filter.disconnection_reason = [reason];
  if (from !== undefined || to !== undefined) filter.start_timestamp = { lower_threshold: from, upper_threshold: to };
  return filter;
}

/** ms since the epoch; undefined for what is no day. */
function moment(day: string | undefined, time: string): number | undefined {
  const ms = day ? new Date(day + time).getTime() : NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
