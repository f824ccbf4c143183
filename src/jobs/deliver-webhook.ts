// Delivers one webhook of the outbox. Four attempts in all, further and further apart; each outcome is written into its row.

import type { WallClock } from '../interfaces/clock.ts';
import { EgressError, type Egress } from '../interfaces/egress.ts';
import type { Log } from '../interfaces/log.ts';
import type { Kysely } from 'kysely';
import { sign } from '../resources/webhook/index.ts';
import {
  findWebhookDelivery,
  recordWebhookAttempt,
  type Database,
  type JobPayloads,
  type Row,
} from '../storage/index.ts';

export interface DeliverWebhookDeps {
  db: Kysely<Database>;
  egress: Egress;
  /** The workspace's key that signs webhooks. */
  webhookKey(workspaceId: string): Promise<string>;
  wallClock: WallClock;
  log: Log;
}

/** One attempt and three more. */
export const MAX_WEBHOOK_ATTEMPTS = 4;

/** Answers are ignored but for their status. */
const MAX_ANSWER_BYTES = 64_000;

/** Safe to run twice. Rejects when it should be tried again, which the queue then does after 3, 7 and 20 seconds. */
export async function deliverWebhook(
  deps: DeliverWebhookDeps,
  payload: JobPayloads['deliver-webhook'],
  signal: AbortSignal,
): Promise<void> {
  const delivery = await findWebhookDelivery(deps.db, payload.delivery_id);
  // Without a body: its call has been forgotten.
  if (!delivery || delivery.body === '' || delivery.delivered_at !== null || delivery.attempts >= MAX_WEBHOOK_ATTEMPTS)
    return;
  const failure = await post(deps, delivery, signal);
  signal.throwIfAborted();
  const attempt = delivery.attempts + 1;
  const facts = { event: delivery.event, call_id: delivery.call_id, attempt };
  if (failure === null) {
    await recordWebhookAttempt(deps.db, delivery.delivery_id, { deliveredAt: deps.wallClock() });
    deps.log.debug(facts, 'webhook delivered');
    return;
  }
  const last = failure.final || attempt >= MAX_WEBHOOK_ATTEMPTS;
  await recordWebhookAttempt(deps.db, delivery.delivery_id, { error: failure.words });
  deps.log.warn({ ...facts, failure: failure.words, last }, 'webhook not delivered');
  if (!last) throw new Error(failure.words);
}

/** `final`: the same request can never succeed. */
interface Failure {
  words: string;
  final: boolean;
}

async function post(
  deps: DeliverWebhookDeps,
  delivery: Row<'webhook_deliveries'>,
  signal: AbortSignal,
): Promise<Failure | null> {
  const key = await deps.webhookKey(delivery.workspace_id);
  try {
    const { status } = await deps.egress.send({
      method: 'POST',
      url: delivery.url,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Ringback',
        'x-retell-signature': sign(delivery.body, key, deps.wallClock()),
      },
      body: delivery.body,
      timeoutMs: delivery.timeout_ms,
      maxBodyBytes: MAX_ANSWER_BYTES,
      signal,
    });
    return status >= 200 && status < 300 ? null : { words: `The server answered ${status}.`, final: false };
  } catch (error) {
    if (!(error instanceof EgressError)) throw error;
    return { words: error.message, final: error.kind === 'blocked' || error.kind === 'invalid_url' };
  }
}
