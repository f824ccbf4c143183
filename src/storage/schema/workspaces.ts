// Workspaces.

import type { JSONColumnType } from 'kysely';
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
  webhook_url: string | null;
  concurrency_limit: number;
  created_at: Ms;
}

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
