// Puts a webhook into the outbox, in the transaction of the change that it reports.

import type { Kysely } from 'kysely';
import { createLookup, substitute, type VariableSources, type VariableValues } from '../../conversation/index.ts';
import { enqueue, findWorkspace, insertWebhookDelivery, type Database } from '../../storage/index.ts';

const DEFAULT_TIMEOUT_MS = 10_000;

export interface OutgoingWebhook {
  workspace_id: string;
  /** What it is about; it is deleted together with that. */
  about: { call_id: string } | { chat_id: string };
  event: string;
  /** Settings of the agents that are to hear of it, which say where to and what. */
  agents: readonly Record<string, unknown>[];
  /** Events that an agent wants which names none. */
  usualEvents: readonly string[];
  /** Sent beside `event`: `{ call: ... }`. */
  payload: Record<string, unknown>;
  /** For `{{variables}}` in the address. */
  variables: VariableSources;
  /** The same, of the system: ids and the like. */
  facts: VariableValues;
}

/**
 * Goes to each agent's URL, which replaces those of the workspace, and to no URL twice. Nothing is written when there is neither or the agent
 * does not want this event.
 */
export async function putInOutbox(trx: Kysely<Database>, webhook: OutgoingWebhook): Promise<void> {
  const { agents, event } = webhook;
  // Compact, as receivers make it again from the parsed body to check the signature.
  const body = JSON.stringify({ event, ...webhook.payload });
  const told = new Set<string>();
  for (const agent of agents) {
    if (!wants(agent['webhook_events'], event, webhook.usualEvents)) continue;
    for (const { url, timeoutMs } of await receivers(trx, webhook.workspace_id, agent)) {
      const filled = fill(url, webhook);
      if (told.has(filled)) continue;
      told.add(filled);
      await write(trx, webhook, { url: filled, timeoutMs, body });
    }
  }
}

async function write(
  trx: Kysely<Database>,
  { workspace_id, about, event }: OutgoingWebhook,
  { url, timeoutMs, body }: { url: string; timeoutMs: number; body: string },
): Promise<void> {
  const delivery_id = await insertWebhookDelivery(trx, {
    workspace_id,
    ...about,
    event,
    url,
    timeout_ms: timeoutMs,
    body,
    attempts: 0,
    delivered_at: null,
    last_error: null,
  });
  await enqueue(trx, 'deliver-webhook', { delivery_id }, { flag: `webhooks of ${workspace_id}` });
}

async function receivers(
  trx: Kysely<Database>,
  workspace_id: string,
  agent: Record<string, unknown>,
): Promise<{ url: string; timeoutMs: number }[]> {
  const own = textOf(agent['webhook_url']);
  const ownTimeoutMs = typeof agent['webhook_timeout_ms'] === 'number' ? agent['webhook_timeout_ms'] : undefined;
  if (own !== null) return [{ url: own, timeoutMs: ownTimeoutMs ?? DEFAULT_TIMEOUT_MS }];
  const urls = (await findWorkspace(trx, workspace_id))?.webhook_urls ?? [];
  return urls.map(({ url, timeout_ms }) => ({ url, timeoutMs: timeout_ms ?? ownTimeoutMs ?? DEFAULT_TIMEOUT_MS }));
}

function wants(events: unknown, event: string, usual: readonly string[]): boolean {
  return (Array.isArray(events) ? (events as string[]) : usual).includes(event);
}

function fill(url: string, { variables, facts }: OutgoingWebhook): string {
  if (!url.includes('{{')) return url;
  return substitute(
    url,
    createLookup(
      () => variables,
      (name) => textOf(facts[name]) ?? undefined,
    ),
  );
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
