// A web call is a row that waits for its client: which agent in which version, what is overridden, and the token to join with.

import { invalidRequest, type RequestBody, type Schema } from '../../contract/index.ts';
import { insertCall } from '../../storage/tables/index.ts';
import { checkAgent, resolveAgent, takeSnapshot, type AgentConfig } from '../agent/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { checkRanges, jsonBytes } from '../limits.ts';
import { newId, randomHex } from '../new-id.ts';
import { takeSlot } from '../workspace/concurrency.ts';
import type { CallSettings } from './details.ts';
import { renderCall, type CallObject } from './render.ts';

type Body = RequestBody<'createWebCall'>;
type Override = NonNullable<Body['agent_override']>;

/** 50 kB of the contract. */
export const MAX_METADATA_BYTES = 50 * 1024;
/** Ours: a list may show a thousand calls at once. */
const MAX_VARIABLES_BYTES = 256 * 1024;

/** Fields of a Retell LLM that a call may override; prompts, states and tools are not among them. */
const LLM_FIELDS = [
  'model',
  's2s_model',
  'model_temperature',
  'model_high_priority',
  'tool_call_strict_mode',
  'knowledge_base_ids',
  'kb_config',
  'start_speaker',
  'begin_after_user_silence_ms',
  'begin_message',
] as const satisfies (keyof Schema<'RetellLlmOverride'>)[];

/** Throws 422 for an unknown agent or version, 429 without a free slot. */
export async function createWebCall(deps: ResourceDeps, workspaceId: string, body: Body): Promise<CallObject> {
  const reference = body.agent_version;
  const { agent, variables } = await resolveAgent(
    deps.db,
    workspaceId,
    body.agent_id,
    reference,
    'voice',
    'agent_version',
  );
  checkMetadata(body.metadata);
  checkVariables('retell_llm_dynamic_variables', body.retell_llm_dynamic_variables);
  const override = body.agent_override ? checkedOverride(deps, body.agent_override) : undefined;
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
      metadata: json(body.metadata),
      retell_llm_dynamic_variables: json(body.retell_llm_dynamic_variables),
      details: JSON.stringify(details(body, { ...(agent.config as AgentConfig), ...override?.agent }, override)),
      owner_epoch: 0,
    });
    return renderCall(row, deps.publicUrl);
  });
}

/** Throws 400 when the metadata is larger than the contract allows. */
export function checkMetadata(metadata: unknown): void {
  checkBytes('metadata', metadata, MAX_METADATA_BYTES);
}

/** Throws 400 when a call would hold more than a page of calls can show. */
export function checkVariables(field: string, variables: unknown): void {
  checkBytes(field, variables, MAX_VARIABLES_BYTES);
}

function checkBytes(field: string, value: unknown, most: number): void {
  const bytes = value === undefined ? 0 : jsonBytes(value);
  if (bytes > most) throw invalidRequest(`${field}: expected at most ${most} bytes as JSON, got ${bytes}.`);
}

function checkedOverride(deps: ResourceDeps, override: Override): NonNullable<CallSettings['agent_override']> {
  const { response_engine, ...agent } = override.agent ?? {};
  if (response_engine !== undefined)
    throw invalidRequest(
      'agent_override.agent.response_engine: the engine of an agent cannot be overridden, only its settings.',
    );
  checkAgent(deps, agent, 'agent_override.agent.');
  const given: Record<string, unknown> = override.retell_llm ?? {};
  checkRanges(given, { model_temperature: [0, 1] }, 'agent_override.retell_llm.');
  const retell_llm = Object.fromEntries(LLM_FIELDS.filter((name) => name in given).map((name) => [name, given[name]]));
  return {
    agent,
    retell_llm,
    ...(override.conversation_flow ? { conversation_flow: override.conversation_flow } : {}),
  };
}

function details(body: Body, agent: AgentConfig, agent_override: CallSettings['agent_override']): object {
  const settings: CallSettings = {
    ...(agent_override ? { agent_override } : {}),
    ...(body.current_node_id == null ? {} : { current_node_id: body.current_node_id }),
    ...(body.current_state == null ? {} : { current_state: body.current_state }),
  };
  return {
    ...settings,
    data_storage_setting: agent.data_storage_setting ?? 'everything',
    opt_in_signed_url: agent.opt_in_signed_url ?? false,
  };
}

function json(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
