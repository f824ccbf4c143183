// A call that the customer's own switch will bring: it waits under its id and holds its slot until somebody calls in, for at most 5 minutes.

import type { RequestBody } from '../../contract/index.ts';
import { insertCall } from '../../storage/tables/index.ts';
import { resolveAgent, takeSnapshot } from '../agent/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { newId, randomHex } from '../new-id.ts';
import { checkLength } from '../phone-number/index.ts';
import { withOwnVoices } from '../voice/index.ts';
import { takeSlot } from '../workspace/index.ts';
import {
  checkedOverride,
  checkOverriddenBases,
  checkMetadata,
  checkVariables,
  jsonOrNull,
  storageDetails,
} from './call-request.ts';
import { renderCall, type CallObject } from './render.ts';

/** The word for a number that is not told, as with callers who withhold theirs. */
const UNTOLD = 'anonymous';
const MAX_NUMBER = 256;

/** Numbers and direction are labels of the caller's, kept as they come. 422 for an unknown agent, 429 without a free slot. */
export async function registerPhoneCall(
  deps: Pick<ResourceDeps, 'db' | 'now' | 'voices' | 'fileLinks'>,
  workspaceId: string,
  body: RequestBody<'registerPhoneCall'>,
): Promise<CallObject> {
  const { agent_id, agent_version, from_number, to_number } = body;
  const resolved = await resolveAgent(deps.db, workspaceId, agent_id, agent_version, 'voice', 'agent_version');
  const { agent, variables } = resolved;
  checkMetadata(body.metadata);
  checkVariables('retell_llm_dynamic_variables', body.retell_llm_dynamic_variables);
  checkLength('from_number', from_number, MAX_NUMBER);
  checkLength('to_number', to_number, MAX_NUMBER);
  const known = body.agent_override ? await withOwnVoices(deps, workspaceId) : deps;
  const agent_override = checkedOverride(known, body.agent_override);
  await checkOverriddenBases(deps.db, workspaceId, [{ agent_override }]);
  return deps.db.transaction().execute(async (trx) => {
    const now = deps.now();
    const configuration_hash = await takeSnapshot(trx, agent, variables);
    await takeSlot(trx, workspaceId, now, 'inbound');
    const row = await insertCall(trx, {
      workspace_id: workspaceId,
      call_id: newId('call'),
      call_type: 'phone_call',
      call_status: 'registered',
      agent_id: agent.agent_id,
      agent_version: agent.version,
      agent_name: agent.agent_name,
      configuration_hash,
      direction: body.direction ?? 'inbound',
      from_number: from_number ?? UNTOLD,
      to_number: to_number ?? UNTOLD,
      created_at: now,
      files_key: randomHex(64),
      has_recording: false,
      metadata: jsonOrNull(body.metadata),
      retell_llm_dynamic_variables: jsonOrNull(body.retell_llm_dynamic_variables),
      details: JSON.stringify({
        ...(agent_override ? { agent_override } : {}),
        ...storageDetails(agent.config, agent_override, resolved.tag),
      }),
      owner_epoch: 0,
    });
    return renderCall(row, deps.fileLinks);
  });
}
