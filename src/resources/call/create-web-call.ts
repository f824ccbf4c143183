// A web call is a row that waits for its client: which agent in which version, what is overridden, and the token to join with.

import type { RequestBody } from '../../contract/index.ts';
import { insertCall } from '../../storage/tables/index.ts';
import { resolveAgent, takeSnapshot } from '../agent/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { newId, randomHex } from '../new-id.ts';
import { withOwnVoices } from '../voice/index.ts';
import { takeSlot } from '../workspace/concurrency.ts';
import {
  checkedOverride,
  checkOverriddenBases,
  checkMetadata,
  checkVariables,
  jsonOrNull,
  storageDetails,
} from './call-request.ts';
import type { CallSettings } from './details.ts';
import { renderCall, type CallObject } from './render.ts';

type Body = RequestBody<'createWebCall'>;

/** Throws 422 for an unknown agent or version, 429 without a free slot. */
export async function createWebCall(deps: ResourceDeps, workspaceId: string, body: Body): Promise<CallObject> {
  const reference = body.agent_version;
  const { agent, tag, variables } = await resolveAgent(
    deps.db,
    workspaceId,
    body.agent_id,
    reference,
    'voice',
    'agent_version',
  );
  checkMetadata(body.metadata);
  checkVariables('retell_llm_dynamic_variables', body.retell_llm_dynamic_variables);
  const known = body.agent_override ? await withOwnVoices(deps, workspaceId) : deps;
  const agent_override = checkedOverride(known, body.agent_override);
  await checkOverriddenBases(deps.db, workspaceId, [{ agent_override }]);
  const call_id = newId('call');
  const access_token = await deps.accessTokens.create(call_id);
  return deps.db.transaction().execute(async (tx) => {
    const now = deps.now();
    // Before the slot: that lock keeps other calls of the workspace waiting.
    const configuration_hash = await takeSnapshot(tx, agent, variables);
    await takeSlot(tx, workspaceId, now);
    const row = await insertCall(tx, {
      workspace_id: workspaceId,
      call_id,
      call_type: 'web_call',
      call_status: 'registered',
      agent_id: agent.agent_id,
      agent_version: agent.version,
      agent_name: agent.agent_name,
      configuration_hash,
      created_at: now,
      access_token,
      files_key: randomHex(64),
      has_recording: false,
      metadata: jsonOrNull(body.metadata),
      retell_llm_dynamic_variables: jsonOrNull(body.retell_llm_dynamic_variables),
      details: JSON.stringify({
        ...(agent_override ? { agent_override } : {}),
        ...startSettings(body),
        ...storageDetails(agent.config, agent_override, tag),
      }),
      owner_epoch: 0,
    });
    return renderCall(row, deps.publicUrl);
  });
}

/** Where an agent's conversation is to begin, for this call alone. */
function startSettings(body: Body): CallSettings {
  return {
    ...(body.current_node_id == null ? {} : { current_node_id: body.current_node_id }),
    ...(body.current_state == null ? {} : { current_state: body.current_state }),
  };
}
