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
  const from = one('from');
  const to = one('to');
  if (id) filter.call_id = [id];
  if (agent) filter.agent_id = [agent];
  if (status) filter.call_status = [status];
  if (reason) filter.disconnection_reason = [reason];
  if (from || to) {
    filter.start_timestamp = {
      lower_threshold: from ? new Date(`${from}T00:00:00`).getTime() : undefined,
      upper_threshold: to ? new Date(`${to}T23:59:59.999`).getTime() : undefined,
    };
  }
  return filter;
}
