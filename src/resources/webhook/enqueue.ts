// Puts a webhook about a call into the outbox, in the transaction of the change that it reports.

import type { Kysely } from 'kysely';
import { createLookup, substitute, type VariableValues } from '../../conversation/index.ts';
import { enqueue, findWorkspace, insertWebhookDelivery, type Database, type Row } from '../../storage/index.ts';
import { agentOfCall } from './agent-of-call.ts';

export type CallWebhookEvent =
  | 'call_started'
  | 'call_ended'
  | 'call_analyzed'
  | 'transcript_updated'
  | 'transfer_started'
  | 'transfer_bridged'
  | 'transfer_cancelled'
  | 'transfer_ended';

const DEFAULT_EVENTS: readonly string[] = ['call_started', 'call_ended', 'call_analyzed'];
const DEFAULT_TIMEOUT_MS = 10_000;

/**
 * Goes to the agent's URL, which replaces the workspace's. Nothing is written when there is neither or the agent does not want this
 * event. `callObject` is what get-call returns at this moment; `{{variables}}` in the URL are filled from the call.
 */
export async function enqueueCallWebhook(
  trx: Kysely<Database>,
  call: Row<'calls'>,
  event: CallWebhookEvent,
  callObject: object,
): Promise<void> {
  const agent = await agentOfCall(trx, call);
  if (!wants(agent['webhook_events'], event)) return;
  const url = textOf(agent['webhook_url']) ?? (await findWorkspace(trx, call.workspace_id))?.webhook_url;
  if (!url) return;
  const delivery_id = await insertWebhookDelivery(trx, {
    workspace_id: call.workspace_id,
    call_id: call.call_id,
    event,
    url: fill(url, call),
    timeout_ms: typeof agent['webhook_timeout_ms'] === 'number' ? agent['webhook_timeout_ms'] : DEFAULT_TIMEOUT_MS,
    // Compact, as receivers make it again from the parsed body to check the signature.
    body: JSON.stringify({ event, call: callObject }),
    attempts: 0,
    delivered_at: null,
    last_error: null,
    created_at: Date.now(),
  });
  await enqueue(trx, 'deliver-webhook', { delivery_id });
}

function wants(events: unknown, event: CallWebhookEvent): boolean {
  return (Array.isArray(events) ? (events as string[]) : DEFAULT_EVENTS).includes(event);
}

function fill(url: string, call: Row<'calls'>): string {
  if (!url.includes('{{')) return url;
  const sources = {
    defaults: {},
    request: call.retell_llm_dynamic_variables ?? {},
    collected: (call.details['collected_dynamic_variables'] as VariableValues | undefined) ?? {},
    overrides: (call.details['override_dynamic_variables'] as VariableValues | undefined) ?? {},
  };
  const system: VariableValues = { call_id: call.call_id, agent_id: call.agent_id, call_type: call.call_type };
  return substitute(
    url,
    createLookup(
      () => sources,
      (name) => textOf(system[name]) ?? undefined,
    ),
  );
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
