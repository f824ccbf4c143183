// Prometheus figures of this process.

import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { MediaHost } from './interfaces/bridge.ts';

export interface MetricsDeps {
  liveCalls: { readonly size: number };
  mediaHost: Pick<MediaHost, 'load'>;
  events: { readonly pending: number };
}

/** Gives the text of /metrics. */
export function createMetrics(deps: MetricsDeps): () => Promise<{ contentType: string; body: string }> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  gauge(registry, 'ringback_calls_running', 'Calls that this process runs.', () => deps.liveCalls.size);
  gauge(registry, 'ringback_media_legs', 'Legs on the media host.', () => deps.mediaHost.load().legs);
  gauge(
    registry,
    'ringback_media_tick_late_ms',
    'p99 lateness of the media tick over 10 s.',
    () => deps.mediaHost.load().tickLateMs,
  );
  gauge(
    registry,
    'ringback_events_pending',
    'Call events that are not in the database yet.',
    () => deps.events.pending,
  );
  return async () => ({ contentType: registry.contentType, body: await registry.metrics() });
}

function gauge(registry: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}
