// Prometheus figures of this process.

import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { MediaHost } from './interfaces/bridge.ts';

export interface MetricsDeps {
  liveCalls: { readonly size: number };
  mediaHost: Pick<MediaHost, 'load'>;
  events: { readonly pending: number };
  /** Null: no phones by SIP. */
  sip: {
    readonly size: number;
    readonly counts: {
      readonly received: number;
      readonly repeated: number;
      readonly malformed: number;
      readonly tooMany: number;
      readonly transactions: number;
    };
    readonly strangers: {
      readonly register: number;
      readonly invite: number;
      readonly other: number;
      readonly wrongCredentials: number;
      readonly blocked: number;
      readonly blockedNow: number;
    };
  } | null;
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
  if (deps.sip) sipGauges(registry, deps.sip);
  return async () => ({ contentType: registry.contentType, body: await registry.metrics() });
}

function sipGauges(registry: Registry, sip: NonNullable<MetricsDeps['sip']>): void {
  const figures: [string, string, () => number][] = [
    ['legs', 'Parties on the telephone by SIP.', () => sip.size],
    ['messages_received', 'SIP messages that came.', () => sip.counts.received],
    ['messages_repeated', 'SIP messages sent again for lack of an answer.', () => sip.counts.repeated],
    ['messages_malformed', 'SIP messages that could not be read.', () => sip.counts.malformed],
    ['messages_dropped', 'SIP messages dropped unread: too many of one source.', () => sip.counts.tooMany],
    ['transactions', 'SIP transactions under way.', () => sip.counts.transactions],
    ['strangers_invite', 'Calls of strangers that were not let in.', () => sip.strangers.invite],
    ['strangers_register', 'Registrations that strangers tried.', () => sip.strangers.register],
    ['strangers_other', 'Other requests of strangers.', () => sip.strangers.other],
    ['strangers_wrong_credentials', 'Requests with wrong credentials.', () => sip.strangers.wrongCredentials],
    ['sources_blocked', 'Sources that are blocked now.', () => sip.strangers.blockedNow],
    ['sources_blocked_ever', 'How often a source was blocked.', () => sip.strangers.blocked],
  ];
  for (const [name, help, read] of figures) gauge(registry, `ringback_sip_${name}`, help, read);
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
