// What every vendor's adapter is given.

export interface VendorOptions {
  apiKey: string | null;
  /** In place of the vendor's own address; http, https, ws and wss are understood alike. */
  baseUrl: string | null;
  /** For the TCP, TLS and WebSocket handshakes. Default 5,000. */
  connectTimeoutMs?: number;
  /** Longest silence of the vendor while it owes an answer. Default 15,000. */
  stallMs?: number;
}

export const defaultConnectTimeoutMs = 5_000;
export const defaultStallMs = 15_000;
