// The signature of what we send to users' servers: webhooks and custom functions.

import { createHmac } from 'node:crypto';

/**
 * Value of the header `x-retell-signature`: `v=<unix ms>,d=<hex>`, where d is HMAC-SHA256 over the body's bytes followed by the decimal
 * milliseconds, under the key as UTF-8 text. Requests without a body sign the empty text. Source: retell-sdk, `webhook_auth.ts`.
 */
export function sign(body: string, key: string, nowMs: number): string {
  const digest = createHmac('sha256', key).update(body, 'utf8').update(String(nowMs)).digest('hex');
  return `v=${nowMs},d=${digest}`;
}
