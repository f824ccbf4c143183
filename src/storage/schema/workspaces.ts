// Workspaces.

import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Ms } from './ms.ts';

export interface WorkspacesTables {
  workspaces: WorkspaceTable;
  kept_documents: KeptDocumentTable;
  alert_incidents: AlertIncidentTable;
}

/** The API's org. */
export interface WorkspaceTable {
  workspace_id: string;
  name: string;
  /** Where events go of agents that name no address of their own. */
  webhook_urls: ColumnType<WorkspaceWebhook[], string | undefined, string>;
  /** Inbound phone calls go to the called number's fallback. */
  outage_mode_enabled: Generated<boolean>;
  /** Calls at once. */
  concurrency_limit: number;
  /** Above the limit for a while: three times as many, and at most 300 more. */
  concurrency_burst_enabled: Generated<boolean>;
  /** Of the limit, kept free for inbound calls. */
  reserved_inbound_concurrency: Generated<number>;
  /** Outbound calls begun in a second, by way out; what is not named has its usual number. */
  cps_config: ColumnType<CpsConfig, string | undefined, string>;
  /** Requests in a window where this workspace differs from RINGBACK_RATE_LIMITS. */
  rate_limits: ColumnType<Record<string, number> | null, string | null | undefined, string | null>;
  created_at: Ms;
}

/** `timeout_ms`: default 10,000. */
export interface WorkspaceWebhook {
  url: string;
  timeout_ms?: number;
}

export type CpsConfig = Partial<Record<'twilio' | 'telnyx' | 'custom', number | null>>;

/** Small documents of a workspace that are kept and returned as they came. */
export interface KeptDocumentTable {
  workspace_id: string;
  kind: KeptKind;
  document_id: string;
  document: JSONColumnType<Record<string, unknown>>;
  created_at: Ms;
  modified_at: Ms;
}

export type KeptKind = 'alert_rule' | 'cohort' | 'qa_view';

export interface AlertIncidentTable {
  workspace_id: string;
  alert_incident_id: string;
  alert_rule_id: string;
  /** The rule as it was then, and the figures. */
  incident: JSONColumnType<Record<string, unknown>>;
  triggered_at: Ms;
  /** Null while it is open. */
  resolved_at: Ms | null;
}
