// What /health says: is there a way to talk, and what is it made of.

import type { ModelStore } from './interfaces/model-store.ts';
import type { MediaHost } from './interfaces/bridge.ts';
import type { Providers, ProviderStatus } from './interfaces/providers.ts';
import type { OpenDatabase } from './storage/index.ts';

export interface HealthDeps {
  database: Pick<OpenDatabase, 'ping' | 'description'>;
  mediaHost: Pick<MediaHost, 'load'> & { readonly isUp: boolean };
  providers: Pick<Providers, 'status' | 'voices'>;
  store: Pick<ModelStore, 'status'>;
  liveCalls: { readonly size: number; readonly closed: string | null };
  /** Null or absent: no phones by SIP. */
  sip?: {
    warnings: readonly string[];
    edge: {
      readonly size: number;
      readonly listening: readonly { transport: string; address: string; port: number }[];
      readonly strangers: { readonly blockedNow: number };
    };
  } | null;
}

/** p99 of the media tick above this: callers may hear us stutter. */
const MAX_TICK_LATE_MS = 10;

/** 200 once HTTP, the database and one voice path are up; models may still be arriving, the body says so. */
export function createHealth(deps: HealthDeps): () => Promise<{ ok: boolean; body: object }> {
  return async () => {
    const database = await deps.database.ping();
    const media = deps.mediaHost.load();
    const { closed } = deps.liveCalls;
    const faults = [
      ...(closed === null ? [] : [`no calls are taken: ${closed}`]),
      ...(database ? [] : ['the database does not answer']),
      ...(deps.mediaHost.isUp ? [] : ['the media host is being started anew']),
      ...rolesWithoutModel(deps),
    ];
    const late = Math.round(media.tickLateMs);
    const warnings = [
      ...(media.tickLateMs > MAX_TICK_LATE_MS ? [`sound leaves ${late} ms late (p99): this machine is busy`] : []),
      ...(deps.sip?.warnings ?? []),
    ];
    return {
      ok: faults.length === 0,
      body: {
        status: faults.length === 0 ? 'ok' : 'unavailable',
        faults,
        warnings,
        database: { ready: database, detail: withoutFolder(deps.database.description) },
        media: { legs: media.legs, tick_late_ms: media.tickLateMs, priority: media.priority },
        calls: deps.liveCalls.size,
        sip: deps.sip
          ? {
              // Ports only: at which address we listen is nobody's business.
              listening: deps.sip.edge.listening.map(({ transport, port }) => `${transport}:${port}`),
              legs: deps.sip.edge.size,
              blocked_sources: deps.sip.edge.strangers.blockedNow,
            }
          : null,
        providers: deps.providers.status(),
        models: deps.store
          .status()
          .map((model) => (model.state === 'ready' ? { ...model, detail: 'on this machine' } : model)),
        unavailable_voices: deps.providers
          .voices()
          .filter((voice) => !voice.available)
          .map((voice) => voice.voice_id),
      },
    };
  };
}

/** The local model that each role needs. */
const MODEL_OF_ROLE: Partial<Record<ProviderStatus['role'], string>> = {
  hearing: 'whisper-base',
  speaking: 'piper-joe',
};

/** Roles that stay empty, because the model of the local one could not be had. One that is still arriving is no fault. */
function rolesWithoutModel({ providers, store }: HealthDeps): string[] {
  const failed = store.status().filter(({ state }) => state === 'failed');
  return providers
    .status()
    .filter(({ role, ready }) => !ready && failed.some(({ name }) => name === MODEL_OF_ROLE[role]))
    .map(({ role }) => `${role} is not possible: the model ${MODEL_OF_ROLE[role]} could not be had`);
}

/** Anybody may read this: where the data lies is nobody's business. */
function withoutFolder(description: string): string {
  return description.split(',')[0] ?? '';
}
