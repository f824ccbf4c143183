// What the server needs of the rest of the house; main.ts hands it over.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Validators } from '../contract/index.ts';
import type { BlobStore } from '../interfaces/blob-store.ts';
import type { CarrierDoors } from '../interfaces/carrier-doors.ts';
import type { WallClock } from '../interfaces/clock.ts';
import type { WebCallGateway } from '../interfaces/gateway.ts';
import type { Log } from '../interfaces/log.ts';
import type { ResourceDeps } from '../resources/index.ts';
import type { Envelope } from '../resources/api-key/index.ts';
import type { Uploads } from './body.ts';
import type { RateLimitNumbers } from './rate-limits.ts';

export interface HttpDeps {
  resources: ResourceDeps;
  envelope: Envelope;
  blobs: BlobStore;
  now: WallClock;
  log: Log;
  /** `ok: false` answers 503. */
  health(): Promise<{ ok: boolean; body: object }>;
  /** Prometheus text. */
  metrics(): Promise<{ contentType: string; body: string }>;
  /** Lets /metrics be read from elsewhere than this machine; null = only from here. */
  metricsToken: string | null;
  /** Requests over HTTP to the LiveKit endpoint (/rtc, /rtc/validate, /settings/regions); its sockets are main's. */
  webCalls: { handleHttp(request: IncomingMessage, response: ServerResponse): void } | null;
  /** Web calls over plain HTTP signalling; null = not offered. */
  gateway: WebCallGateway | null;
  /** Webhooks of carriers, and paths of their media streams, whose sockets are main's; null = none are offered. */
  carriers: Pick<CarrierDoors, 'answer' | 'isMediaPath'> | null;
  /** Built pages, and the browser client as script and module; what is not built is not served. */
  files: { dashboardDir: string; webClientDir: string };
  uploads: Uploads;
  /** null: no limits. */
  rateLimits: RateLimitNumbers | null;
  /** Where tokens of reCAPTCHA are checked. */
  recaptchaUrl: string;
  /** As in Fastify: who may say by X-Forwarded-* where a request came from. */
  trustProxy: boolean | number | string[];
  /** Certificate and key, PEM; null = plain HTTP. */
  tls: { cert: string | Buffer; key: string | Buffer } | null;
  /** Check every answer against the contract; for development and tests. */
  checkAnswers: boolean;
  /** Compile the checks of all operations after the start; without, each when it is first needed. */
  warmUp: boolean;
  /** Compiled checks to share between servers of one process; made anew without. */
  validators?: Validators;
}
