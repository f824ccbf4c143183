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
import { askInboundWebhook, type InboundAnswer, type InboundQuestion } from './inbound-webhook.ts';

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
  return choiceByWebhook(deps, { is: 'call', workspaceId, url, id: callId, from, to, bound }, signal);
}

/** Asks the webhook of a number. Null: nobody takes it. Rejects when the signal fires. */
export async function choiceByWebhook(
  deps: InboundAgentDeps,
  question: Omit<InboundQuestion, 'agent'> & { bound: ResolvedAgent | null },
  signal: AbortSignal,
): Promise<InboundChoice | null> {
  const { bound } = question;
  const agent = bound && { agent_id: bound.agent.agent_id, version: bound.agent.version };
  const answer = await askInboundWebhook(deps, { ...question, agent }, signal);
  return answer ? byAnswer(deps, question, bound, answer) : bound && { agent: bound, variables: {} };
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
  { is, workspaceId, id: placeId }: Pick<InboundQuestion, 'is' | 'workspaceId' | 'id'>,
  bound: ResolvedAgent | null,
  answer: InboundAnswer,
): Promise<InboundChoice | null> {
  const { override_agent_id: id = bound?.agent.agent_id, override_agent_version: version } = answer;
  const isOther = answer.override_agent_id !== undefined || version !== undefined;
  const wanted = isOther && id !== undefined ? await known(deps, workspaceId, id, version, CHANNELS[is]) : null;
  const agent = wanted ?? bound;
  if (!agent) return null;
  const refused = (field: string, error: ApiError): void =>
    deps.log.warn({ is, id: placeId, field, why: error.message }, 'an inbound webhook asked for what cannot be');
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

const CHANNELS = { call: 'voice', chat: 'chat' } as const;

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
  channel: 'voice' | 'chat' = 'voice',
): Promise<ResolvedAgent | null> {
  try {
    return await resolveAgent(db, workspaceId, agentId, version, channel, 'agent_version');
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    log.warn({ agentId, why: error.message }, 'an agent cannot take what comes in');
    return null;
  }
}
