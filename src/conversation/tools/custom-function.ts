// The custom function tool: one signed HTTP request to the customer's server, its answer as text for the model.

import type { Egress, EgressRequest, EgressResponse } from '../../interfaces/egress.ts';
import { EgressError } from '../../interfaces/egress.ts';
import type { CustomToolConfig } from '../retell-llm-config.ts';
import type { VariableLookup } from '../variables.ts';
import { substitute } from '../variables.ts';
import { addConstants } from './constants.ts';
import { cutResult } from './cut-result.ts';
import { executionMessage } from './execution-message.ts';
import { readResponseVariables } from './response-path.ts';
import { pauseFor, type Pause } from './pause.ts';
import { outcome, type ToolKind } from './tool-kind.ts';

export interface CustomFunctionDeps {
  egress: Egress;
  /** The `X-Retell-Signature` of a body; of the empty text when there is none. */
  sign: (body: string) => string;
  /** Waits between repeats. */
  pause: Pause;
}

export interface CustomFunctionCall {
  tool: CustomToolConfig;
  /** As the model gave them, parsed. */
  args: Record<string, unknown>;
  /** The call or chat as its get operation returns it. */
  subject: () => object;
  lookup: VariableLookup;
  signal: AbortSignal;
}

export interface CustomFunctionResult {
  successful: boolean;
  content: string;
  /** From `response_variables`. */
  variables: Record<string, string>;
}

const defaultTimeoutMs = 120_000;
/** Answers may be longer than what the model gets to see: variables are read from the whole. */
const maxBodyBytes = 1_048_576;
const bodyMethods = ['POST', 'PUT', 'PATCH'];

export const customFunction: ToolKind<CustomToolConfig> = {
  speaksAfter: (tool) => tool.speak_after_execution ?? true,
  async run({ egress, sign, pause = pauseFor }, { tool, args, lookup, context: { subject, signal } }) {
    const result = await callCustomFunction({ egress, sign, pause }, { tool, args, subject, lookup, signal });
    return outcome(result.successful, result.content, result.variables);
  },
};

/** Runs the tool; what the server does wrong is a result, not an error. */
export async function callCustomFunction(
  deps: CustomFunctionDeps,
  call: CustomFunctionCall,
): Promise<CustomFunctionResult> {
  const repeats = Math.min(5, Math.max(0, call.tool.max_retry ?? 0));
  for (let attempt = 0; ; attempt++) {
    const outcome = await attemptOnce(deps, call);
    if (outcome.successful || !outcome.mayRepeat || attempt >= repeats || call.signal.aborted) return outcome;
    try {
      await deps.pause(250 * 2 ** attempt * (0.5 + Math.random()), call.signal);
    } catch {
      return outcome;
    }
  }
}

async function attemptOnce(
  deps: CustomFunctionDeps,
  call: CustomFunctionCall,
): Promise<CustomFunctionResult & { mayRepeat: boolean }> {
  try {
    const response = await deps.egress.send(buildRequest(deps, call));
    if (response.status < 200 || response.status > 299) return refusal(response);
    const variables = readResponseVariables(response.body, call.tool.response_variables ?? {});
    return { successful: true, content: cutResult(response.body), variables, mayRepeat: false };
  } catch (error) {
    if (!(error instanceof EgressError)) throw error;
    const mayRepeat = error.kind === 'timeout' || error.kind === 'network';
    return {
      successful: false,
      content: failureText(failureCodes[error.kind], error.message),
      variables: {},
      mayRepeat,
    };
  }
}

function buildRequest(deps: CustomFunctionDeps, call: CustomFunctionCall): EgressRequest {
  const { tool, lookup } = call;
  const method = tool.method ?? 'POST';
  const body = bodyMethods.includes(method) ? buildBody(call) : undefined;
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  for (const [name, value] of Object.entries(tool.headers ?? {})) {
    headers[name.toLowerCase()] = substitute(value, lookup).replace(/[\r\n\0]+/g, ' ');
  }
  headers['x-retell-signature'] = deps.sign(body ?? '');
  return {
    method,
    url: buildUrl(tool, lookup),
    headers,
    ...(body !== undefined && { body }),
    timeoutMs: tool.timeout_ms ?? defaultTimeoutMs,
    maxBodyBytes,
    signal: call.signal,
  };
}

/** Compact JSON: receivers check the signature over what their framework re-serialises. */
function buildBody(call: CustomFunctionCall): string {
  const { [executionMessage]: _, ...given } = call.args;
  const args = addConstants(given, call.tool.parameters, call.lookup);
  if (call.tool.args_at_root) return JSON.stringify(args);
  return JSON.stringify({ name: call.tool.name, call: call.subject(), args });
}

/** Throws EgressError('invalid_url') when the address is none once the variables are in. */
function buildUrl(tool: CustomToolConfig, lookup: VariableLookup): string {
  const address = substitute(tool.url, lookup);
  if (!URL.canParse(address)) throw new EgressError('invalid_url', `"${address}" is not a URL`);
  const url = new URL(address);
  for (const [name, value] of Object.entries(tool.query_params ?? {})) {
    url.searchParams.append(name, substitute(value, lookup));
  }
  return url.href;
}

function refusal(response: EgressResponse): CustomFunctionResult & { mayRepeat: boolean } {
  const { status } = response;
  const code = status >= 500 ? 'ERR_BAD_RESPONSE' : 'ERR_BAD_REQUEST';
  const head = failureText(code, `Request failed with status code ${status}`);
  const content = cutResult(`${head}\nresponse status: ${status}\nresponse data: ${response.body}`);
  return { successful: false, content, variables: {}, mayRepeat: status >= 500 || status === 408 || status === 429 };
}

/** The form that agents' prompts have come to expect of a failed request. */
function failureText(code: string, message: string): string {
  return `Axios Error: error code: ${code}, error message: ${message}`;
}

const failureCodes: Record<EgressError['kind'], string> = {
  blocked: 'ERR_BLOCKED',
  invalid_url: 'ERR_INVALID_URL',
  timeout: 'ECONNABORTED',
  network: 'ERR_NETWORK',
  too_many_redirects: 'ERR_FR_TOO_MANY_REDIRECTS',
  aborted: 'ERR_CANCELED',
};
