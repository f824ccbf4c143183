// The talk of a transfer agent with a destination as a call of its own: one that the agent placed, with its transcript and its end.

import { insertCall, type Row } from '../../../storage/index.ts';
import { takeSnapshot, type ResolvedAgent } from '../../agent/index.ts';
import { newId, randomHex } from '../../new-id.ts';
import { enqueueCallWebhook } from '../../webhook/index.ts';
import { storageDetails } from '../call-request.ts';
import type { CallSettings } from '../details.ts';
import { finishCall } from '../finish.ts';
import { createJournal, type Journal } from '../journal.ts';
import type { SessionEnd } from '../live-call.ts';
import { renderCall } from '../render.ts';
import type { Attempt } from './transfers.ts';

export interface ConsultRecord {
  row: Row<'calls'>;
  journal: Journal;
  /** Writes its end. Never rejects. */
  finish(end: SessionEnd): Promise<void>;
}

/** It holds no slot: it is part of the call that it serves. */
export async function openConsultRecord(
  { deps, row: main, bridge, wish }: Attempt,
  { agent, tag, variables }: ResolvedAgent,
  given: Record<string, unknown>,
): Promise<ConsultRecord> {
  const now = deps.wallClock();
  const row = await deps.db.transaction().execute(async (trx) => {
    const inserted = await insertCall(trx, {
      workspace_id: main.workspace_id,
      call_id: newId('call'),
      call_type: 'phone_call',
      call_status: 'ongoing',
      agent_id: agent.agent_id,
      agent_version: agent.version,
      agent_name: agent.agent_name,
      configuration_hash: await takeSnapshot(trx, agent, variables),
      direction: 'outbound',
      from_number: main.direction === 'inbound' ? main.to_number : main.from_number,
      to_number: wish.destination,
      created_at: now,
      start_timestamp: now,
      files_key: randomHex(64),
      has_recording: false,
      metadata: null,
      retell_llm_dynamic_variables: JSON.stringify(given),
      details: JSON.stringify({
        ...storageDetails(agent.config, undefined, tag),
        ...({ is_consult: true } satisfies CallSettings),
      }),
      owner_node: deps.node.nodeId,
      owner_epoch: deps.node.epoch,
    });
    await enqueueCallWebhook(trx, inserted, 'call_started', renderCall(inserted, deps.fileLinks, 'whole'));
    return inserted;
  });
  const journal = createJournal(deps, bridge, row);
  return {
    row,
    journal,
    async finish(end) {
      try {
        await finishCall(deps, row, async () => null, journal, end);
      } catch (error) {
        deps.log.error({ callId: row.call_id, err: error }, 'the record of a transfer agent broke off');
        deps.recovery.abandoned(row.call_id);
      }
    },
  };
}
