// The addresses of this server that carriers call: their webhooks, and the sockets of their media streams.

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

export interface CarrierDoors {
  /** A webhook below /carriers/; null when there is no such address. Never rejects: a fault of ours is an answer with status 500. */
  answer(request: CarrierRequest): Promise<CarrierAnswer | null>;
  /** Is this the address of a media stream? */
  isMediaPath(url: string): boolean;
  /** Takes over the socket of an upgrade request; false when the path is none of ours. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
}

export interface CarrierRequest {
  /** Path and query, as they came. */
  url: string;
  /** Names in lower case; of one that came several times, the first. */
  headers: Record<string, string | undefined>;
  /** Byte for byte: it is signed. */
  body: Buffer;
}

export interface CarrierAnswer {
  status: number;
  contentType: string;
  body: string;
}
