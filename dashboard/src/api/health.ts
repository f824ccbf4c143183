// What the server hears, thinks and speaks with.

import { useQuery } from '@tanstack/react-query';
import type { Health } from './contract.ts';

const busyPollMs = 3000;
const calmPollMs = 10_000;

/** Asked often while something is still arriving, seldom afterwards. 503 has a body, too. */
export function useHealth() {
  return useQuery({
    queryKey: ['health'],
    queryFn: async ({ signal }) => (await (await fetch('/health', { signal })).json()) as Health,
    refetchInterval: ({ state: { data } }) =>
      data?.providers?.every(({ ready }) => ready) && !fetching(data) ? calmPollMs : busyPollMs,
  });
}

function fetching(health: Health): boolean {
  return (health.models ?? []).some((model) => model.state === 'fetching');
}
