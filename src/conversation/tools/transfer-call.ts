// Gives the caller to somebody else. When that succeeds the agent's part of the call is over; when it does not, the agent hears why.

import type { ToolConfig } from '../retell-llm-config.ts';
import { substitute, type VariableLookup } from '../variables.ts';
import { failureOf, lineFailure, noLine } from './no-line.ts';
import { outcome, type ToolKind } from './tool-kind.ts';
import { destinationParameters, readDestination, type TransferDestinationConfig } from './transfer-destination.ts';
import { readTransferOption, type TransferOptionConfig } from './transfer-option.ts';

export interface TransferCallConfig extends ToolConfig {
  type: 'transfer_call';
  transfer_destination?: TransferDestinationConfig | null;
  transfer_option?: TransferOptionConfig | null;
  ignore_e164_validation?: boolean | null;
  custom_sip_headers?: Record<string, string> | null;
}

/** The contract's default of `ring_duration_ms`. */
const USUAL_RING_MS = 30_000;

export const transferCall: ToolKind<TransferCallConfig> = {
  description: 'Transfer the call to somebody else, when the user asks for it or needs it.',
  parameters: (tool) => destinationParameters(tool.transfer_destination),
  speaksAfter: () => false,
  afterMock: { do: 'leave', reason: 'call_transfer', destination: null },
  async run({ line, ringMs = USUAL_RING_MS }, { tool, args, lookup, context: { signal } }) {
    if (!line) return noLine('Transfers are');
    const raw = tool.ignore_e164_validation === true && line.dialsRawNumbers;
    const to = readDestination(tool.transfer_destination, args, lookup, { raw });
    if (!to.ok) return lineFailure(`The call was not transferred: ${to.detail}`);
    const how = readTransferOption(tool.transfer_option, lookup, ringMs);
    if (!how) return lineFailure('The call was not transferred: the tool names no transfer agent.');
    const { destination, extension } = to;
    const headers = sipHeaders(tool.custom_sip_headers ?? {}, lookup);
    const given = await line.transfer({ destination, extension, headers, ...how }, signal);
    if (!given.ok) return failureOf(given);
    return {
      ...outcome(true, 'The call was transferred.'),
      directive: { do: 'leave', reason: how.how.is === 'cold' ? 'call_transfer' : 'transfer_bridged', destination },
    };
  },
};

/** Other headers are the telephone's own. */
function sipHeaders(given: Record<string, string>, lookup: VariableLookup): Record<string, string> {
  const custom = Object.entries(given).filter(([name]) => /^(x-[\w.-]+|user-to-user)$/i.test(name));
  return Object.fromEntries(
    custom.map(([name, value]) => [name, substitute(value, lookup).replace(/[\r\n\0]+/g, ' ')]),
  );
}
