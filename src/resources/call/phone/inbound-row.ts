// The row of an inbound call: made when it is known who takes it and a slot is free, and ours from its first moment.

import type { Transaction } from 'kysely';
import type { IncomingPhoneCall } from '../../../interfaces/phone-edge.ts';
import { insertCall, type CallOwner, type Database, type NewRow, type Row } from '../../../storage/index.ts';
import { takeSnapshot } from '../../agent/index.ts';
import { randomHex } from '../../new-id.ts';
import { lockFreeSlots } from '../../workspace/index.ts';
import { jsonOrNull, storageDetails } from '../call-request.ts';
import { headerVariables, keptHeaders } from './header-variables.ts';
import type { InboundChoice, InboundPlace } from './inbound-agent.ts';

export interface InboundCall {
  place: InboundPlace;
  incoming: IncomingPhoneCall;
  choice: InboundChoice;
  /** More for its record. */
  details: Record<string, unknown>;
}

/** Ongoing, in a free slot; null when there is none. */
export async function insertOngoing(
  trx: Transaction<Database>,
  call: InboundCall,
  owner: CallOwner,
  now: number,
): Promise<Row<'calls'> | null> {
  const row = await rowOf(trx, call, owner, now);
  // After the snapshot: this lock keeps other calls of the workspace waiting.
  const { slots } = await lockFreeSlots(trx, call.place.workspaceId, now, 'inbound');
  return slots > 0 ? insertCall(trx, { ...row, call_status: 'ongoing', start_timestamp: now }) : null;
}

/** Registered, and in no slot: for a call that is about to be ended. */
export async function insertUnbegun(
  trx: Transaction<Database>,
  call: InboundCall,
  owner: CallOwner,
  now: number,
): Promise<Row<'calls'>> {
  return insertCall(trx, await rowOf(trx, call, owner, now));
}

async function rowOf(
  trx: Transaction<Database>,
  { place, incoming, choice, details }: InboundCall,
  owner: CallOwner,
  now: number,
): Promise<NewRow<'calls'>> {
  const { agent, tag, variables: defaults } = choice.agent;
  const headers = keptHeaders(incoming.headers);
  const variables = { ...headerVariables(headers), ...incoming.variables, ...choice.variables };
  return {
    workspace_id: place.workspaceId,
    call_id: place.callId,
    call_type: 'phone_call',
    call_status: 'registered',
    agent_id: agent.agent_id,
    agent_version: agent.version,
    agent_name: agent.agent_name,
    configuration_hash: await takeSnapshot(trx, agent, defaults),
    direction: 'inbound',
    from_number: incoming.from,
    to_number: place.number?.phone_number ?? incoming.to,
    created_at: now,
    files_key: randomHex(64),
    has_recording: false,
    metadata: jsonOrNull(choice.metadata),
    retell_llm_dynamic_variables: Object.keys(variables).length === 0 ? null : JSON.stringify(variables),
    details: JSON.stringify({
      ...(choice.agent_override ? { agent_override: choice.agent_override } : {}),
      ...(Object.keys(headers).length === 0 ? {} : { custom_sip_headers: headers }),
      ...storageDetails(agent.config, choice.agent_override, tag),
      ...details,
    }),
    owner_node: owner.nodeId,
    owner_epoch: owner.epoch,
  };
}
