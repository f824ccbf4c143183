// Cal.com's API v2, as far as agents use it. https://cal.com/docs/api-reference/v2/introduction

import { EgressError, type Egress, type EgressRequest } from '../../../interfaces/egress.ts';
import type { ToolConfig } from '../../retell-llm-config.ts';
import { asText, substitute, type VariableLookup } from '../../variables.ts';
import { defaultTimezone } from '../../system-variables.ts';
import { mayHaveArrived } from '../may-have-arrived.ts';
import type { ToolDeps } from '../tool-kind.ts';
import { isZone } from './zoned-time.ts';

export interface CalToolConfig extends ToolConfig {
  cal_api_key: string;
  /** A number, also as text or as a variable. */
  event_type_id: number | string;
  /** IANA; without it the agent's. */
  timezone?: string | null;
}

/** Whose calendar is asked, variables put in. */
export interface CalAccount {
  baseUrl: string;
  apiKey: string;
  eventTypeId: number;
  zone: string;
}

export type CalAnswer =
  | { ok: true; data: unknown }
  /** `isDone` is unknown where the answer got lost. */
  | { ok: false; why: string; isDone: 'no' | 'unknown' };

export interface CalQuestion {
  method: 'GET' | 'POST';
  /** Behind the base address. */
  path: string;
  query?: Record<string, string>;
  body?: object;
  /** Each part of the API has versions of its own. */
  version: string;
}

const DEFAULT_BASE_URL = 'https://api.cal.com';
const TIMEOUT_MS = 20_000;
const MAX_BODY_BYTES = 2 * 1024 * 1024;
const MAX_WHY_CHARACTERS = 2_000;

/** A text says what is wrong with the tool's settings. */
export function calAccount(deps: ToolDeps, tool: CalToolConfig, lookup: VariableLookup): CalAccount | string {
  const eventTypeId = Number(substitute(String(tool.event_type_id), lookup));
  if (!Number.isSafeInteger(eventTypeId) || eventTypeId <= 0)
    return 'The tool is not set up: its event_type_id is not the number of an event type of Cal.com.';
  const zone = substitute(tool.timezone || deps.timezone || defaultTimezone, lookup);
  if (!isZone(zone)) return `The tool is not set up: its timezone ${JSON.stringify(zone)} is not known.`;
  const baseUrl = (deps.calBaseUrl ?? DEFAULT_BASE_URL).replace(/\/+$/, '').replace(/\/v2$/, '');
  return { baseUrl, apiKey: substitute(tool.cal_api_key, lookup), eventTypeId, zone };
}

/** Asks once: a booking is never sent again. Rejects only when the signal fires. */
export async function askCal(
  egress: Egress,
  account: CalAccount,
  question: CalQuestion,
  signal: AbortSignal,
): Promise<CalAnswer> {
  try {
    const { status, body } = await egress.send(requestFor(account, question, signal));
    const json = parsed(body);
    if (status >= 200 && status < 300 && json?.status !== 'error' && json !== null)
      return { ok: true, data: json.data };
    const why = json ? refusalWords(json) : 'its answer is not JSON';
    const isDone = status >= 500 || status < 400 ? 'unknown' : 'no';
    return { ok: false, why: hidden(`Cal.com answered with status ${status}: ${why}`, account), isDone };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof EgressError)) throw error;
    const isDone = mayHaveArrived(error) ? 'unknown' : 'no';
    return { ok: false, why: `Cal.com could not be asked: ${error.message}`, isDone };
  }
}

function requestFor(
  { baseUrl, apiKey }: CalAccount,
  { method, path, query, body, version }: CalQuestion,
  signal: AbortSignal,
): EgressRequest {
  const text = new URLSearchParams(query).toString();
  return {
    method,
    url: `${baseUrl}${path}${text === '' ? '' : `?${text}`}`,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${apiKey.replace(/[\r\n\0]+/g, ' ')}`,
      'cal-api-version': version,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
    timeoutMs: TIMEOUT_MS,
    maxBodyBytes: MAX_BODY_BYTES,
    signal,
  };
}

/** Its own words, with what it says of single fields. */
function refusalWords(json: Record<string, unknown>): string {
  const error = (typeof json.error === 'object' && json.error !== null ? json.error : json) as Record<string, unknown>;
  const message = asText(error.message) ?? asText(json.message) ?? asText(json.error) ?? 'no reason given';
  const { details } = error as { details?: { message?: unknown; errors?: unknown } | null };
  const more = [details?.message, details?.errors].map(asText).filter((each) => each !== undefined && each !== message);
  return [message, ...more].join('; ').slice(0, MAX_WHY_CHARACTERS);
}

function hidden(text: string, { apiKey }: CalAccount): string {
  return apiKey === '' ? text : text.replaceAll(apiKey, '***');
}

function parsed(body: string): Record<string, unknown> | null {
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
