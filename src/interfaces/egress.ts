// The one guarded way out for requests whose address a user chose: webhooks, custom functions, MCP servers, later crawling.

export interface Egress {
  /**
   * Sends one request. Resolves every name itself, refuses private, loopback, link-local and metadata addresses unless allowed by
   * configuration (`RINGBACK_EGRESS_ALLOW`), connects to the checked address, checks every redirect anew.
   * Throws EgressError.
   */
  send(request: EgressRequest): Promise<EgressResponse>;
}

export interface StreamingEgress extends Egress {
  /**
   * The same guard for one request whose answer comes bit by bit. Redirects are not followed: their answer is given as it is. `timeoutMs`
   * and `maxBodyBytes` hold for the whole of it. Throws EgressError, and so does the body when it is cut or passes a limit.
   */
  stream(request: EgressRequest): Promise<EgressStream>;
}

export interface EgressStream {
  status: number;
  headers: Record<string, string>;
  /** Unpacked. Cancel it when it is not read to its end. */
  body: ReadableStream<Uint8Array<ArrayBuffer>>;
}

export interface EgressRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers: Record<string, string>;
  /** Sent byte for byte (it may be signed). */
  body?: string;
  timeoutMs: number;
  /** Bodies longer than this are cut, never buffered whole. */
  maxBodyBytes: number;
  signal?: AbortSignal;
}

export interface EgressResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
  truncated: boolean;
}

export type EgressErrorKind = 'blocked' | 'invalid_url' | 'timeout' | 'network' | 'too_many_redirects' | 'aborted';

/** `message` is fit for a user: a blocked address names RINGBACK_EGRESS_ALLOW. */
export class EgressError extends Error {
  readonly kind: EgressErrorKind;
  constructor(kind: EgressErrorKind, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'EgressError';
    this.kind = kind;
  }
}

/** WebSockets to where a user chose, under the same guard. */
export interface SocketEgress {
  /**
   * Opens one: ws and wss, http and https mean the same. No redirects, no compression. Gives up when the signal fires. Throws
   * EgressError.
   */
  openSocket(request: SocketRequest): Promise<EgressSocket>;
}

export interface SocketRequest {
  url: string;
  /** Longer messages break the connection. */
  maxMessageBytes: number;
  signal: AbortSignal;
}

export interface EgressSocket {
  /** Ignored once it is closed. */
  send(text: string): void;
  /** Sent, and not yet taken by the network. */
  readonly bufferedBytes: number;
  /** One listener; what came before it is delivered first, in order. */
  onEvent(listener: (event: SocketEvent) => void): void;
  /** Resolves when it is closed, by force if the other side does not answer. Idempotent. */
  close(code: number, reason?: string): Promise<void>;
}

export type SocketEvent =
  | { is: 'text'; text: string }
  | { is: 'binary' }
  /**
   * Exactly once, always last. `code` as in RFC 6455: 1005 closed without one, 1006 without a word. `fault`: what the other side did
   * against the protocol or the limits, in words.
   */
  | { is: 'closed'; code: number; fault: string | null };

/** All ways out together. */
export interface GuardedEgress extends StreamingEgress, SocketEgress {}
