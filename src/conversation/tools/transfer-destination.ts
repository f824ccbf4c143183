// Where a call is transferred to: a number in E.164, a SIP URI, or what custom telephony dials.

import type { ToolParameters } from '../retell-llm-config.ts';
import { asText, substitute, type VariableLookup } from '../variables.ts';

/** As in the contract's TransferDestination. */
export type TransferDestinationConfig =
  { type: 'predefined'; number?: string; extension?: string | null } | { type: 'inferred'; prompt?: string };

export interface DestinationRules {
  /** `ignore_e164_validation` of the tool, on a line that dials anything. */
  raw: boolean;
}

export type Destination = { ok: true; destination: string; extension: string | null } | { ok: false; detail: string };

const E164 = /^\+[1-9]\d{5,14}$/;
const SIP_URI = /^sips?:[^\s@<>"]+@[^\s@<>"]+$/i;
const RAW = /^[+\w.*#-]{1,64}$/;

/** What the model fills in; nothing for a destination that is known. */
export function destinationParameters(config: TransferDestinationConfig | null | undefined): ToolParameters | null {
  if (config?.type !== 'inferred') return null;
  const hint = `${config.prompt ?? ''}\nThe number to transfer to, in E.164 like +14155550100, or a SIP URI.`.trim();
  const properties = { transfer_to: { type: 'string', description: hint } };
  return { type: 'object', properties, required: ['transfer_to'] };
}

export function readDestination(
  config: TransferDestinationConfig | null | undefined,
  args: Record<string, unknown>,
  lookup: VariableLookup,
  rules: DestinationRules,
): Destination {
  const given =
    config?.type === 'inferred' ? (asText(args['transfer_to']) ?? '') : substitute(config?.number ?? '', lookup);
  const destination = tidy(given);
  if (!isDiallable(destination, rules))
    return { ok: false, detail: `"${given}" is neither a number in E.164 like +14155550100 nor a SIP URI.` };
  const extension = config?.type === 'predefined' ? substitute(config.extension ?? '', lookup).trim() : '';
  if (extension === '') return { ok: true, destination, extension: null };
  if (/^[0-9*#]{1,64}$/.test(extension)) return { ok: true, destination, extension };
  return { ok: false, detail: `The extension "${extension}" must be made of 0-9, * and #.` };
}

/** Numbers are written with blanks and brackets; URIs are not. */
function tidy(given: string): string {
  const text = given.trim();
  return /^sips?:/i.test(text) || !/^[+(\d]/.test(text) ? text : text.replace(/[\s().-]/g, '');
}

function isDiallable(destination: string, { raw }: DestinationRules): boolean {
  return E164.test(destination) || SIP_URI.test(destination) || (raw && RAW.test(destination));
}
