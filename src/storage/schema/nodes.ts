// Servers, and what they owe others.

import type { Generated } from 'kysely';
import type { Ms } from './ms.ts';

export interface NodesTables {
  nodes: NodeTable;
  webhook_deliveries: WebhookDeliveryTable;
}

/** One row per running server: a lease by the database's clock. Epochs come from one sequence, so no two owners ever share one. */
export interface NodeTable {
  node_id: string;
  epoch: number;
  internal_url: string | null;
  worker_pool_id: string | null;
  heartbeat_at: Generated<Date>;
}

/** The outbox of webhooks: written in the transaction of the change it reports. */
export interface WebhookDeliveryTable {
  delivery_id: Generated<number>;
  workspace_id: string;
  call_id: string | null;
  chat_id: string | null;
  event: string;
  url: string;
  timeout_ms: number;
  /** The exact bytes that are signed and sent. */
  body: string;
  attempts: number;
  delivered_at: Ms | null;
  last_error: string | null;
  created_at: Ms;
}
