// What webhooks tell of a transfer beside the call: whom it goes to and how, in the names that webhooks have (camelCase, unlike the API's).

import type { AgenticTransfer, Handoff, TransferWish, WarmTransfer } from '../../../interfaces/phone-line.ts';

/** A type of its own, so that it is plain JSON. */
export type ToldTransfer = {
  transfer_destination: { number: string; extension?: string };
  transfer_option: Record<string, unknown>;
};

export function toldOf(wish: TransferWish): ToldTransfer {
  const { destination: number, extension } = wish;
  return {
    transfer_destination: { number, ...(extension === null ? {} : { extension }) },
    transfer_option: {
      ...howTold(wish),
      showTransfereeAsCaller: wish.showTransfereeAsCaller,
      transferRingDurationMs: wish.ringMs,
    },
  };
}

function howTold({ how }: TransferWish): Record<string, unknown> {
  switch (how.is) {
    case 'cold':
      return { type: 'cold_transfer', coldTransferMode: how.mode };
    case 'warm':
      return { type: 'warm_transfer', ...held(how), ...detection(how), ...handoff('private', how.privateHandoff) };
    case 'agentic':
      return { type: 'agentic_warm_transfer', ...held(how), agenticTransferConfig: agentic(how) };
    default:
      return how satisfies never;
  }
}

function held({ music, publicHandoff, bridgeCue }: WarmTransfer | AgenticTransfer): Record<string, unknown> {
  return { onHoldMusic: music, enableBridgeAudioCue: bridgeCue, ...handoff('public', publicHandoff) };
}

function detection({ humanDetection }: WarmTransfer): Record<string, unknown> {
  if (!humanDetection) return { optOutHumanDetection: true };
  const { timeoutMs, ivrPrompt } = humanDetection;
  return {
    optOutHumanDetection: false,
    agentDetectionTimeoutMs: timeoutMs,
    ...(ivrPrompt === null ? {} : { ivrOption: { type: 'prompt', prompt: ivrPrompt } }),
  };
}

function handoff(which: 'public' | 'private', given: Handoff | null): Record<string, unknown> {
  if (!given) return {};
  const told =
    given.is === 'text' ? { type: 'static_message', message: given.text } : { type: 'prompt', prompt: given.prompt };
  return { [`${which}HandoffOption`]: told };
}

function agentic({ agent, timeoutMs, onTimeout }: AgenticTransfer): Record<string, unknown> {
  return {
    transferAgent: { agentId: agent.agentId, agentVersion: agent.version },
    transferTimeoutMs: timeoutMs,
    actionOnTimeout: onTimeout === 'bridge' ? 'bridge_transfer' : 'cancel_transfer',
  };
}
