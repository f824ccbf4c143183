// What a tool of the telephone says when it cannot do its work. The agent must be able to speak about it, so it always takes the floor again.

import type { LineOutcome, TransferOutcome } from '../../interfaces/phone-line.ts';
import { outcome, type ToolOutcome } from './tool-kind.ts';

/** A failure that the agent answers even when it would be silent after a success. */
export function lineFailure(content: string): ToolOutcome {
  return { ...outcome(false, content), speaksAfter: true };
}

/** `what`: what cannot be done, as in "Transfers are". */
export function noLine(what: string): ToolOutcome {
  return lineFailure(`${what} possible on telephone calls only, and this conversation is not on the telephone.`);
}

export function failureOf(failed: Extract<LineOutcome | TransferOutcome, { ok: false }>): ToolOutcome {
  return lineFailure(`${failed.detail} (${failed.why})`);
}
