// Calls: starting one, the list, one of them.

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Call, WebCall } from './contract.ts';
import { request } from './request.ts';

export const callsPerPage = 30;

/** As in `filter_criteria` of list-calls. */
export interface CallFilter {
  call_id?: string[];
  agent_id?: string[];
  call_status?: string[];
  batch_call_id?: string[];
  disconnection_reason?: string[];
  /** ms since the epoch, both ends included. */
  start_timestamp?: { lower_threshold?: number; upper_threshold?: number };
}

/** Makes a web call with the latest version of the agent; `access_token` lets the browser join. */
export function createWebCall(agentId: string): Promise<WebCall> {
  return request<WebCall>('/v2/create-web-call', { method: 'POST', body: { agent_id: agentId } });
}

/** Pages of calls, newest first; asked for again while one of them runs, or `more` are about to come. */
export function useCalls(filter: CallFilter, more = false) {
  return useInfiniteQuery({
    queryKey: ['calls', filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      request<Call[]>('/v2/list-calls', {
        method: 'POST',
        body: { filter_criteria: filter, limit: callsPerPage, sort_order: 'descending', pagination_key: pageParam },
        signal,
      }),
    getNextPageParam: (page) => (page.length < callsPerPage ? undefined : page.at(-1)?.call_id),
    refetchInterval: ({ state: { data } }) => (more || data?.pages.flat().some(isRunning) ? pollMs : false),
  });
}

/** How long after its end a call is still asked for its analysis. */
const analysisPatienceMs = 3 * 60_000;
const pollMs = 3000;

/** One call; asked for again while it runs or its analysis is pending. */
export function useCall(callId: string) {
  return useQuery({
    queryKey: ['call', callId],
    queryFn: ({ signal }) => request<Call>(`/v2/get-call/${encodeURIComponent(callId)}`, { signal }),
    refetchInterval: ({ state: { data } }) => (data && isUnfinished(data, Date.now()) ? pollMs : false),
  });
}

function isRunning({ call_status: status }: Call): boolean {
  return status === 'registered' || status === 'ongoing';
}

/** Will this call still change? */
function isUnfinished(call: Call, nowMs: number): boolean {
  return isRunning(call) || analysisPending(call, nowMs);
}

export function analysisPending(call: Call, nowMs: number): boolean {
  if (call.call_status !== 'ended' || call.call_analysis !== undefined) return false;
  return nowMs - (call.end_timestamp ?? 0) < analysisPatienceMs;
}

/** The public log as text. */
export function useCallLog(url: string | undefined) {
  return useQuery({
    queryKey: ['call-log', url],
    enabled: url !== undefined,
    queryFn: async ({ signal }) => {
      const response = await fetch(ownFileUrl(url!), { signal });
      if (!response.ok) throw new Error(`The log could not be read (${response.status}).`);
      return response.text();
    },
  });
}

/**
 * A file's URL as this page can reach it: the server writes its public URL, but a page opened under another name of the same machine
 * (localhost, 127.0.0.1) must ask its own origin.
 */
export function ownFileUrl(url: string, page: Location | URL = location): string {
  const file = new URL(url, page.href);
  return isLoopback(file.hostname) && isLoopback(page.hostname)
    ? `${page.origin}${file.pathname}${file.search}`
    : file.href;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\./.test(host);
}
