// Every error the API answers with, in one list. Resources throw them; only http turns them into responses.

import { quoted } from './place.ts';

/** Kind -> status and text. The texts are the contract's own examples; details follow behind them. */
export const ERRORS = {
  invalid_request: [400, 'Invalid request format, please check API reference.'],
  unauthorized: [401, 'API key is missing or invalid.'],
  /** A public key on a page that it is not for; the detail is the whole text. */
  not_allowed_here: [401, ''],
  forbidden: [403, 'This request is not allowed.'],
  /** The detail is the whole text. */
  no_such_route: [404, ''],
  /** Unknown flows, components and tests. */
  not_found: [404, 'Cannot find requested asset under given api key.'],
  /** Well-formed, but not allowed as things are; the detail is the whole text. */
  refused: [400, ''],
  timeout: [408, 'The request took too long to arrive.'],
  conflict: [409, 'The state of this object does not allow it.'],
  too_large: [413, 'The request body is too large.'],
  /** Unknown agents, language models, calls, chats, numbers, voices and knowledge bases. */
  unknown_asset: [422, 'Cannot find requested asset under given api key.'],
  /** The same where the contract answers 422. */
  unprocessable: [422, ''],
  rate_limited: [429, 'Too many API requests, you are being throttled, please try again later.'],
  concurrency: [429, 'Account rate limited, please throttle your requests.'],
  unexpected: [500, 'An unexpected server error occurred.'],
  not_implemented: [501, 'This server does not offer this operation yet.'],
  unavailable: [503, 'The server cannot do this right now, please try again later.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type ErrorKind = keyof typeof ERRORS;

export interface ApiErrorOptions {
  /** Seconds after which a repeated request may succeed; becomes `retry-after`. */
  retryAfterS?: number;
  /** Further response headers. */
  headers?: Record<string, string>;
  cause?: unknown;
}

/** An error with an answer. Anything else that is thrown becomes `unexpected`. */
export class ApiError extends Error {
  readonly kind: ErrorKind;
  readonly status: number;
  readonly retryAfterS: number | undefined;
  readonly headers: Record<string, string>;

  constructor(kind: ErrorKind, detail?: string, options: ApiErrorOptions = {}) {
    const [status, text] = ERRORS[kind];
    super([text, detail].filter(Boolean).join(' '), { cause: options.cause });
    this.name = 'ApiError';
    this.kind = kind;
    this.status = status;
    this.retryAfterS = options.retryAfterS;
    this.headers = options.headers ?? {};
  }

  /** The same under another status. */
  withStatus(status: number): ApiError {
    const { retryAfterS, headers, message } = this;
    const options = { headers, cause: this, ...(retryAfterS === undefined ? {} : { retryAfterS }) };
    return Object.assign(new ApiError(this.kind, undefined, options), { status, message });
  }
}

/** What a path or a body may name by id. */
export type Asset =
  | 'agent'
  | 'chat agent'
  | 'retell llm'
  | 'voice'
  | 'call'
  | 'chat'
  | 'phone number'
  | 'SIP trunk'
  | 'knowledge base'
  | 'knowledge base source'
  | 'MCP server'
  | 'conversation flow'
  | 'conversation flow component'
  | 'test case definition'
  | 'batch test'
  | 'test run'
  | 'api key'
  | 'member'
  | 'workspace'
  | 'alert rule'
  | 'cohort'
  | 'QA view'
  | 'asset'
  | 'export request'
  | 'batch call'
  | 'contact'
  | 'contact upload';

const ANSWERED_404 = new Set<Asset>([
  'conversation flow',
  'conversation flow component',
  'test case definition',
  'batch test',
  'test run',
  'export request',
  'batch call',
  'SIP trunk',
  'contact',
  'contact upload',
  'api key',
  'member',
  'workspace',
  'alert rule',
  'cohort',
  'QA view',
  'asset',
]);

/** An id that is unknown, or another workspace's: both look alike. `hint` says what there is instead. */
export function notFound(asset: Asset, id: string, hint = ''): ApiError {
  const detail = `There is no ${asset} ${quoted(id)}.${hint === '' ? '' : ` ${hint}`}`;
  return new ApiError(ANSWERED_404.has(asset) ? 'not_found' : 'unknown_asset', detail);
}

/** An address that is not there. */
export function noSuchRoute(method: string, url: string): ApiError {
  return new ApiError('no_such_route', `Cannot ${method} ${(url.split('?', 1)[0] ?? '').slice(0, 80)}`);
}

/** A request whose form is right and whose content is not. `detail` is a sentence that names the field. */
export function invalidRequest(detail: string): ApiError {
  return new ApiError('invalid_request', detail);
}

/** A request that the state of things forbids. `detail` is the whole message. */
export function refused(detail: string): ApiError {
  return new ApiError('refused', detail);
}

/** The same with 422. */
export function unprocessable(detail: string): ApiError {
  return new ApiError('unprocessable', detail);
}
