// Webhooks about calls.

import type { Kysely } from 'kysely';
import type { VariableValues } from '../../conversation/index.ts';
import type { Database, Row } from '../../storage/index.ts';
import { agentsThatHear } from './agent-of-call.ts';
import { putInOutbox } from './outbox.ts';

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

/**
 * Written in the transaction of the change that it reports. `callObject` is what get-call returns at this moment; `{{variables}}` in the
 * URL are filled from the call. `more` stands beside `call` in the body.
 */
export async function enqueueCallWebhook(
  trx: Kysely<Database>,
  call: Row<'calls'>,
  event: CallWebhookEvent,
  callObject: object,
  more: Record<string, unknown> = {},
): Promise<void> {
  const { workspace_id, call_id, agent_id, call_type } = call;
  await putInOutbox(trx, {
    workspace_id,
    about: { call_id },
    event,
    agents: await agentsThatHear(trx, call),
    usualEvents: DEFAULT_EVENTS,
    payload: { call: callObject, ...more },
    variables: {
      defaults: {},
      request: call.retell_llm_dynamic_variables ?? {},
      collected: (call.details['collected_dynamic_variables'] as VariableValues | undefined) ?? {},
      overrides: (call.details['override_dynamic_variables'] as VariableValues | undefined) ?? {},
    },
    facts: { call_id, agent_id, call_type },
  });
}
