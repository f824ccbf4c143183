// What every way of creating a call may say about it: metadata, variables, and settings for this call alone.

import { invalidRequest, type Schema } from '../../contract/index.ts';
import { checkAgent, type AgentConfig } from '../agent/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { checkNamedKnowledgeBases } from '../engine-document/index.ts';
import { checkRanges, jsonBytes } from '../limits.ts';
import type { CallSettings } from './details.ts';
import { storageSettingOf } from '../storage-setting.ts';

type Override = Schema<'AgentOverrideRequest'>;
export type AgentOverride = NonNullable<CallSettings['agent_override']>;

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

/** Throws 400 when the metadata is larger than the contract allows. `path` is put before the field's name. */
export function checkMetadata(metadata: unknown, path = ''): void {
  checkBytes(`${path}metadata`, metadata, MAX_METADATA_BYTES);
}

/** Throws 400 when a call would hold more than a page of calls can show. */
export function checkVariables(field: string, variables: unknown): void {
  checkBytes(field, variables, MAX_VARIABLES_BYTES);
}

/** Throws 400 for settings that no call can have. `path` is put before the names of fields. */
export function checkedOverride(
  deps: Pick<ResourceDeps, 'voices'>,
  override: Override | undefined,
  path = '',
): AgentOverride | undefined {
  if (!override) return undefined;
  const { response_engine, ...agent } = override.agent ?? {};
  if (response_engine !== undefined)
    throw invalidRequest(
      `${path}agent_override.agent.response_engine: the engine of an agent cannot be overridden, only its settings.`,
    );
  checkAgent(deps, agent, `${path}agent_override.agent.`);
  const given: Record<string, unknown> = override.retell_llm ?? {};
  checkRanges(given, { model_temperature: [0, 1] }, `${path}agent_override.retell_llm.`);
  const retell_llm = Object.fromEntries(LLM_FIELDS.filter((name) => name in given).map((name) => [name, given[name]]));
  return {
    agent,
    retell_llm,
    ...(override.conversation_flow ? { conversation_flow: override.conversation_flow } : {}),
  };
}

type NamesBases = Pick<Schema<'RetellLlmOverride'>, 'knowledge_base_ids'>;

/** Throws 400 for a knowledge base that the workspace does not have. `path` is put before the names of fields. */
export function checkOverriddenBases(
  db: ResourceDeps['db'],
  workspaceId: string,
  overrides: readonly { agent_override?: AgentOverride | undefined; path?: string }[],
): Promise<void> {
  const lists = overrides.flatMap(({ agent_override, path = '' }) =>
    (['retell_llm', 'conversation_flow'] as const).map((engine) => ({
      path: `${path}agent_override.${engine}.knowledge_base_ids`,
      ids: (agent_override?.[engine] as NamesBases | undefined)?.knowledge_base_ids ?? [],
    })),
  );
  return checkNamedKnowledgeBases(db, workspaceId, lists);
}

/** What a call keeps of its agent's storage settings, as the override has them, and the tag that it was asked for by. */
export function storageDetails(config: object, override: AgentOverride | undefined, tag: string | null = null): object {
  const agent = { ...(config as AgentConfig), ...(override?.agent as Partial<AgentConfig> | undefined) };
  const retentionDays = agent.data_storage_retention_days;
  return {
    ...(tag === null ? {} : { agent_tag: tag }),
    data_storage_setting: storageSettingOf(agent),
    opt_in_signed_url: agent.opt_in_signed_url ?? false,
    ...(agent.signed_url_expiration_ms == null ? {} : { signed_url_expiration_ms: agent.signed_url_expiration_ms }),
    ...(agent.capture_packets ? { capture_packets: true } : {}),
    ...(retentionDays == null ? {} : { data_storage_retention_days: retentionDays }),
  };
}

/** For a column of JSON that may be empty. */
export function jsonOrNull(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

function checkBytes(field: string, value: unknown, most: number): void {
  const bytes = value === undefined ? 0 : jsonBytes(value);
  if (bytes > most) throw invalidRequest(`${field}: expected at most ${most} bytes as JSON, got ${bytes}.`);
}
