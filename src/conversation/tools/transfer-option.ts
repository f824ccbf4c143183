// How a call is transferred, from the contract's TransferOption to what a line is asked for.

import type { AgenticTransfer, Handoff, TransferWish, WarmTransfer } from '../../interfaces/phone-line.ts';
import { withoutPlaceholders } from '../unset-variables.ts';
import { substitute, type VariableLookup } from '../variables.ts';

type HandoffConfig = { type: 'prompt'; prompt?: string } | { type: 'static_message'; message?: string };

/** As in the contract; the three kinds in one. */
export interface TransferOptionConfig {
  type: 'cold_transfer' | 'warm_transfer' | 'agentic_warm_transfer';
  show_transferee_as_caller?: boolean | null;
  cold_transfer_mode?: 'sip_refer' | 'sip_invite' | null;
  transfer_ring_duration_ms?: number | null;
  agent_detection_timeout_ms?: number | null;
  on_hold_music?: WarmTransfer['music'] | null;
  public_handoff_option?: HandoffConfig | null;
  private_handoff_option?: HandoffConfig | null;
  ivr_option?: HandoffConfig | null;
  opt_out_human_detection?: boolean | null;
  enable_bridge_audio_cue?: boolean | null;
  agentic_transfer_config?: {
    transfer_agent?: { agent_id?: string; agent_version?: number | null } | null;
    transfer_timeout_ms?: number | null;
    action_on_timeout?: 'bridge_transfer' | 'cancel_transfer' | null;
  } | null;
}

export type HowToTransfer = Pick<TransferWish, 'how' | 'ringMs' | 'showTransfereeAsCaller'>;

const RING_MS = { min: 5000, max: 90_000 };
const USUAL_TIMEOUT_MS = 30_000;

/** `ringMs`: the agent's own setting. Null for an option that names no transfer agent where one is needed. */
export function readTransferOption(
  option: TransferOptionConfig | null | undefined,
  lookup: VariableLookup,
  ringMs: number,
): HowToTransfer | null {
  const how = howOf(option ?? { type: 'cold_transfer' }, lookup);
  if (!how) return null;
  const own = option?.transfer_ring_duration_ms;
  // With REFER it is the carrier that calls, under the number that it likes.
  const mayShow = how.is !== 'cold' || how.mode === 'sip_invite';
  return {
    how,
    ringMs: typeof own === 'number' ? Math.min(RING_MS.max, Math.max(RING_MS.min, own)) : ringMs,
    showTransfereeAsCaller: mayShow && option?.show_transferee_as_caller === true,
  };
}

function howOf(option: TransferOptionConfig, lookup: VariableLookup): TransferWish['how'] | null {
  switch (option.type) {
    case 'cold_transfer':
      return { is: 'cold', mode: option.cold_transfer_mode ?? 'sip_invite' };
    case 'warm_transfer':
      return warm(option, lookup);
    case 'agentic_warm_transfer':
      return agentic(option, lookup);
    default:
      option.type satisfies never;
      return null;
  }
}

function warm(option: TransferOptionConfig, lookup: VariableLookup): WarmTransfer {
  const ivr = handoff(option.ivr_option, lookup);
  const detection = {
    timeoutMs: option.agent_detection_timeout_ms ?? USUAL_TIMEOUT_MS,
    ivrPrompt: ivr?.is === 'prompt' ? ivr.prompt : null,
  };
  return {
    is: 'warm',
    ...held(option, lookup),
    humanDetection: option.opt_out_human_detection ? null : detection,
    privateHandoff: handoff(option.private_handoff_option, lookup),
  };
}

function agentic(option: TransferOptionConfig, lookup: VariableLookup): AgenticTransfer | null {
  const config = option.agentic_transfer_config;
  const agentId = config?.transfer_agent?.agent_id;
  if (!agentId) return null;
  return {
    is: 'agentic',
    ...held(option, lookup),
    agent: { agentId, version: config.transfer_agent?.agent_version ?? null },
    timeoutMs: config.transfer_timeout_ms ?? USUAL_TIMEOUT_MS,
    onTimeout: config.action_on_timeout === 'bridge_transfer' ? 'bridge' : 'cancel',
  };
}

function held(
  option: TransferOptionConfig,
  lookup: VariableLookup,
): Pick<WarmTransfer, 'music' | 'publicHandoff' | 'bridgeCue'> {
  return {
    music: option.on_hold_music ?? 'ringtone',
    publicHandoff: handoff(option.public_handoff_option, lookup),
    bridgeCue: option.enable_bridge_audio_cue ?? true,
  };
}

function handoff(config: HandoffConfig | null | undefined, lookup: VariableLookup): Handoff | null {
  if (!config) return null;
  return config.type === 'static_message'
    ? { is: 'text', text: withoutPlaceholders(substitute(config.message ?? '', lookup), () => {}) }
    : { is: 'prompt', prompt: substitute(config.prompt ?? '', lookup) };
}
