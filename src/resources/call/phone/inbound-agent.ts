// Who takes an inbound call, and with what: the agent of the number, or what its webhook says.

import { ApiError, invalidRequest } from '../../../contract/index.ts';
import type { CatalogueVoice } from '../../../interfaces/providers.ts';
import type { IncomingPhoneCall } from '../../../interfaces/phone-edge.ts';
import type { Row } from '../../../storage/index.ts';
import { resolveAgent, type AgentReference, type ResolvedAgent } from '../../agent/index.ts';
import { chooseAgent, type NumberConfig } from '../../phone-number/index.ts';
import { withOwnVoices } from '../../voice/index.ts';
import {
  checkedOverride,
  checkMetadata,
  checkOverriddenBases,
  checkVariables,
  type AgentOverride,
} from '../call-request.ts';
import type { LiveCallDeps } from '../live-call.ts';
import { askInboundWebhook, type InboundAnswer } from './inbound-webhook.ts';

export interface InboundAgentDeps extends Pick<LiveCallDeps, 'db' | 'egress' | 'webhookKey' | 'wallClock' | 'log'> {
  voices(): CatalogueVoice[];
  /** Null when it is an AgentOverrideRequest of the contract, else what is wrong with it. */
  overrideFault(override: unknown): string | null;
  /** In [0, 1). */
  random(): number;
}

/** What an inbound call is made of beside its parties. */
export interface InboundChoice {
  agent: ResolvedAgent;
  variables: Record<string, unknown>;
  metadata?: unknown;
  agent_override?: AgentOverride | undefined;
}

export interface InboundPlace {
  workspaceId: string;
  callId: string;
  /** Null when the address that was called names the agent itself. */
  number: Row<'phone_numbers'> | null;
}

/** Null: nobody takes it. Rejects when the signal fires. */
export async function chooseInboundAgent(
  deps: InboundAgentDeps,
  place: InboundPlace,
  incoming: IncomingPhoneCall,
  signal: AbortSignal,
): Promise<InboundChoice | null> {
  const bound = await boundAgent(deps, place, incoming);
  const url = (place.number?.config as NumberConfig | undefined)?.inbound_webhook_url;
  if (!url) return bound && { agent: bound, variables: {} };
  const { workspaceId, callId } = place;
  const { from, to } = incoming;
  const agent = bound && { agent_id: bound.agent.agent_id, version: bound.agent.version };
  const answer = await askInboundWebhook(deps, { workspaceId, url, callId, agent, from, to }, signal);
  return answer ? byAnswer(deps, place, bound, answer) : bound && { agent: bound, variables: {} };
}

/** An agent that is gone takes no call. */
async function boundAgent(
  deps: InboundAgentDeps,
  { workspaceId, number }: InboundPlace,
  incoming: IncomingPhoneCall,
): Promise<ResolvedAgent | null> {
  if (incoming.agent) return known(deps, workspaceId, incoming.agent.agentId, incoming.agent.version);
  const drawn = number && chooseAgent(number, 'inbound', deps.random);
  return drawn && known(deps, workspaceId, drawn.agent_id, drawn.agent_version);
}

async function byAnswer(
  deps: InboundAgentDeps,
  { workspaceId, callId }: InboundPlace,
  bound: ResolvedAgent | null,
  answer: InboundAnswer,
): Promise<InboundChoice | null> {
  const { override_agent_id: id = bound?.agent.agent_id, override_agent_version: version } = answer;
  const isOther = answer.override_agent_id !== undefined || version !== undefined;
  const wanted = isOther && id !== undefined ? await known(deps, workspaceId, id, version) : null;
  const agent = wanted ?? bound;
  if (!agent) return null;
  const refused = (field: string, error: ApiError): void =>
    deps.log.warn({ callId, field, why: error.message }, 'the webhook of an inbound call asked for what cannot be');
  const accepted = async <T>(field: string, read: () => T | Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      refused(field, error);
      return undefined;
    }
  };
  const agent_override = await accepted('agent_override', () => readOverride(deps, workspaceId, answer));
  const variables = await accepted('dynamic_variables', () => {
    checkVariables('dynamic_variables', answer.dynamic_variables);
    return answer.dynamic_variables;
  });
  const metadata = await accepted('metadata', () => {
    checkMetadata(answer.metadata);
    return answer.metadata;
  });
  return { agent, variables: variables ?? {}, ...(metadata === undefined ? {} : { metadata }), agent_override };
}

async function readOverride(
  deps: InboundAgentDeps,
  workspaceId: string,
  answer: InboundAnswer,
): Promise<AgentOverride | undefined> {
  if (!answer.agent_override) return undefined;
  const fault = deps.overrideFault(answer.agent_override);
  if (fault !== null) throw invalidRequest(`agent_override: ${fault}`);
  const agent_override = checkedOverride(await withOwnVoices(deps, workspaceId), answer.agent_override);
  await checkOverriddenBases(deps.db, workspaceId, [{ agent_override }]);
  return agent_override;
}

async function known(
  { db, log }: InboundAgentDeps,
  workspaceId: string,
  agentId: string,
  version: AgentReference,
): Promise<ResolvedAgent | null> {
  try {
    return await resolveAgent(db, workspaceId, agentId, version, 'voice', 'agent_version');
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    log.warn({ agentId, why: error.message }, 'an agent cannot take an inbound call');
    return null;
  }
}
