// A number as its form holds it, and as the API takes it.

import type { AgentWeight, PhoneNumber } from '../api/index.ts';

/** `percent`: how many of a hundred calls. */
export interface Share {
  agentId: string;
  version: AgentWeight['agent_version'];
  percent: number;
}

export interface NumberDraft {
  nickname: string;
  trunkId: string;
  inbound: Share[];
  outbound: Share[];
  /** Who answers texts, and who writes first: chat agents. */
  inboundTexts: Share[];
  outboundTexts: Share[];
  inboundCountries: string[];
  outboundCountries: string[];
  inboundWebhook: string;
  smsWebhook: string;
  fallback: string;
}

export function draftOfNumber(number: PhoneNumber): NumberDraft {
  return {
    nickname: number.nickname ?? '',
    trunkId: number.sip_trunk_id ?? '',
    inbound: sharesOf(number.inbound_agents),
    outbound: sharesOf(number.outbound_agents),
    inboundTexts: sharesOf(number.inbound_sms_agents),
    outboundTexts: sharesOf(number.outbound_sms_agents),
    inboundCountries: number.allowed_inbound_country_list ?? [],
    outboundCountries: number.allowed_outbound_country_list ?? [],
    inboundWebhook: number.inbound_webhook_url ?? '',
    smsWebhook: number.inbound_sms_webhook_url ?? '',
    fallback: number.fallback_number ?? '',
  };
}

/** Only what differs from the number as it is stored. */
export function numberChanges(draft: NumberDraft, stored: PhoneNumber): Record<string, unknown> {
  const [before, after] = [bodyOf(draftOfNumber(stored)), bodyOf(draft)];
  return Object.fromEntries(
    Object.entries(after).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field])),
  );
}

/** 100, or the shares of nobody. */
export function sumOf(shares: Share[]): number {
  return shares.reduce((sum, { percent }) => sum + percent, 0);
}

function bodyOf(draft: NumberDraft): Record<string, unknown> {
  return {
    nickname: draft.nickname.trim() || null,
    sip_trunk_id: draft.trunkId || null,
    inbound_agents: weightsOf(draft.inbound),
    outbound_agents: weightsOf(draft.outbound),
    inbound_sms_agents: weightsOf(draft.inboundTexts),
    outbound_sms_agents: weightsOf(draft.outboundTexts),
    allowed_inbound_country_list: countriesOf(draft.inboundCountries),
    allowed_outbound_country_list: countriesOf(draft.outboundCountries),
    inbound_webhook_url: draft.inboundWebhook.trim() || null,
    inbound_sms_webhook_url: draft.smsWebhook.trim() || null,
    fallback_number: draft.fallback.replace(/[\s().-]/g, '') || null,
  };
}

function sharesOf(list: PhoneNumber['inbound_agents']): Share[] {
  return (list ?? []).map(({ agent_id, agent_version, weight }) => ({
    agentId: agent_id,
    version: agent_version,
    percent: Math.round(weight * 10_000) / 100,
  }));
}

function weightsOf(shares: Share[]): AgentWeight[] | null {
  const list = shares.map(({ agentId, version, percent }) => ({
    agent_id: agentId,
    ...(version === undefined ? {} : { agent_version: version }),
    weight: Math.round(percent * 100) / 10_000,
  }));
  return list.length > 0 ? list : null;
}

function countriesOf(list: string[]): string[] | null {
  return list.length > 0 ? list.map((country) => country.toUpperCase()) : null;
}
