// A call that was registered and is brought by somebody's own switch, which dials its id (behaviour 9.8).

import type { IncomingPhoneCall } from '../../../interfaces/phone-edge.ts';
import { claimCall, findCallById, startCall, updateOwnedCall, type Row } from '../../../storage/index.ts';
import { findDial } from '../../../storage/tables/index.ts';
import { enqueueCallWebhook } from '../../webhook/index.ts';
import type { CallSettings } from '../details.ts';
import type { LiveCallDeps } from '../live-call.ts';
import { PHONE_JOIN_WINDOW_MS } from '../../workspace/index.ts';
import { renderCall } from '../render.ts';
import { headerVariables, keptHeaders } from './header-variables.ts';

const CALL_ID = /^call_[0-9a-f]{20,64}$/;

export function isCallId(to: string): boolean {
  return CALL_ID.test(to);
}

/** Begun and ours; null when no such call waits: unknown, of another workspace, too late, dialled in already, or one of ours that waits to be dialled. */
export async function beginRegistered(
  deps: Pick<LiveCallDeps, 'db' | 'node' | 'wallClock' | 'fileLinks'>,
  incoming: IncomingPhoneCall,
  details: Record<string, unknown>,
): Promise<Row<'calls'> | null> {
  const { db, node, fileLinks, wallClock } = deps;
  const waiting = await findCallById(db, incoming.to);
  if (waiting?.call_type !== 'phone_call' || waiting.call_status !== 'registered') return null;
  if (incoming.workspaceId !== null && incoming.workspaceId !== waiting.workspace_id) return null;
  if (incoming.workspaceIds?.includes(waiting.workspace_id) === false) return null;
  if (waiting.created_at + PHONE_JOIN_WINDOW_MS <= wallClock()) return null;
  const call = { callId: waiting.call_id, epoch: node.epoch };
  return db.transaction().execute(async (trx) => {
    if (await findDial(trx, call.callId)) return null;
    if (!(await claimCall(trx, call.callId, node))) return null;
    await updateOwnedCall(trx, call, toldBy(waiting, incoming, details));
    const row = await startCall(trx, call, { start_timestamp: wallClock() });
    if (!row) return null;
    await enqueueCallWebhook(trx, row, 'call_started', renderCall(row, fileLinks, 'whole'));
    return row;
  });
}

/** Headers of the switch; variables that were given with the registration win. */
function toldBy(row: Row<'calls'>, incoming: IncomingPhoneCall, details: Record<string, unknown>) {
  const headers = keptHeaders(incoming.headers);
  const variables = { ...headerVariables(headers), ...incoming.variables, ...row.retell_llm_dynamic_variables };
  return {
    ...(Object.keys(variables).length === 0 ? {} : { retell_llm_dynamic_variables: JSON.stringify(variables) }),
    details: {
      ...details,
      ...(Object.keys(headers).length === 0 ? {} : { custom_sip_headers: headers }),
      ...({ dialled_in: true } satisfies CallSettings),
    },
  };
}
