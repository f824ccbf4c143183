// Somebody's webhook endpoint: a real HTTP server that keeps what it gets.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { Scope } from './scope.ts';

export interface ReceivedWebhook {
  event: string;
  call: Record<string, any>;
  /** The exact bytes. */
  body: string;
  signature: string;
}

export interface WebhookReceiver {
  readonly url: string;
  readonly received: readonly ReceivedWebhook[];
  /** The first webhook of this event, now or when it comes. */
  next(event: string): Promise<ReceivedWebhook>;
}

export async function webhookReceiver(t: Scope): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  const waiting: { event: string; resolve: (webhook: ReceivedWebhook) => void }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const { event, call } = JSON.parse(body) as Pick<ReceivedWebhook, 'event' | 'call'>;
      const webhook = { event, call, body, signature: String(request.headers['x-retell-signature']) };
      received.push(webhook);
      for (const waiter of waiting.filter((one) => one.event === event)) waiter.resolve(webhook);
      response.writeHead(204).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    next(event) {
      const there = received.find((webhook) => webhook.event === event);
      return there ? Promise.resolve(there) : new Promise((resolve) => waiting.push({ event, resolve }));
    },
  };
}
