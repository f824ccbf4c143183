// How every vendor, local or remote, says that it failed. The category is decided where the wire is known; callers only read it.

/** What went wrong, in the vendor-neutral words that settings pages, logs and failover understand. */
export type ProviderErrorCategory =
  | 'authentication' // the key is missing, wrong or revoked
  | 'quota' // out of credit
  | 'rate_limit' // slow down
  | 'bad_request' // the vendor refuses what we asked: do not repeat it
  | 'not_found' // unknown model or voice
  | 'unavailable' // vendor down, 5xx, socket refused or cut
  | 'timeout' // no answer in time
  | 'protocol'; // the answer is not what the wire promises

export interface ProviderErrorOptions {
  provider: string;
  category: ProviderErrorCategory;
  /** May the same request succeed if sent again? Default: true for rate_limit, unavailable and timeout. */
  retryable?: boolean;
  status?: number;
  /** How long the vendor asks to be left alone. */
  retryAfterMs?: number;
  cause?: unknown;
}

export class ProviderError extends Error {
  readonly provider: string;
  readonly category: ProviderErrorCategory;
  readonly retryable: boolean;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: ProviderErrorOptions) {
    super(message, { cause: options.cause });
    this.name = 'ProviderError';
    this.provider = options.provider;
    this.category = options.category;
    this.retryable = options.retryable ?? ['rate_limit', 'unavailable', 'timeout'].includes(options.category);
    this.status = options.status;
    this.retryAfterMs = options.retryAfterMs;
  }
}
