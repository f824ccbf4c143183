// Workspaces.

import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Ms } from './ms.ts';

export interface WorkspacesTables {
  workspaces: WorkspaceTable;
  kept_documents: KeptDocumentTable;
  alert_incidents: AlertIncidentTable;
  dialled_destinations: DialledDestinationTable;
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
  /** Against toll fraud; what is not named has no limit, or the usual one. */
  call_limits: ColumnType<CallLimits, string | undefined, string>;
  /** Requests in a window where this workspace differs from RINGBACK_RATE_LIMITS. */
  rate_limits: ColumnType<Record<string, number> | null, string | null | undefined, string | null>;
  created_at: Ms;
}

/** `timeout_ms`: default 10,000. */
export interface WorkspaceWebhook {
  url: string;
  timeout_ms?: number;
}

/** As in the API. null: no limit. */
export interface CallLimits {
  allow_premium_rate?: boolean;
  allow_unknown_destinations?: boolean;
  daily_calls_per_destination?: number | null;
  daily_minutes_per_destination?: number | null;
  /** By country (ISO 3166-1 alpha-2) or by the first digits of a number (`+1900`). */
  destinations?: Record<string, { daily_calls?: number | null; daily_minutes?: number | null }>;
  daily_spend?: number | null;
  /** By country or first digits; the longest that fits. */
  prices_per_minute?: Record<string, number>;
  default_price_per_minute?: number;
}

/** What a workspace has dialled in one day (UTC) to one country, or to numbers with the same first digits. */
export interface DialledDestinationTable {
  workspace_id: string;
  /** Days since the epoch. */
  day: number;
  destination: string;
  calls: Generated<number>;
  seconds: Generated<number>;
  /** Estimated; in the unit of the prices. Of rows of countries alone. */
  spent: Generated<number>;
  /** Calls that were not placed for its limits. */
  refused: Generated<number>;
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
