// Questions about what alert rules found.

import { sql, type Kysely } from 'kysely';
import type { Database, Row } from '../schema.ts';

export interface IncidentPage {
  alertRuleId?: string;
  ascending: boolean;
  limit: number;
  after?: { triggered_at: number; alert_incident_id: string };
}

export function listAlertIncidentRows(
  db: Kysely<Database>,
  workspaceId: string,
  page: IncidentPage,
): Promise<Row<'alert_incidents'>[]> {
  const direction = page.ascending ? 'asc' : 'desc';
  let query = db
    .selectFrom('alert_incidents')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('triggered_at', direction)
    .orderBy('alert_incident_id', direction)
    .limit(page.limit);
  if (page.alertRuleId !== undefined) query = query.where('alert_rule_id', '=', page.alertRuleId);
  if (page.after)
    query = query.where(
      sql<boolean>`(triggered_at, alert_incident_id) ${sql.raw(page.ascending ? '>' : '<')} (${page.after.triggered_at}, ${page.after.alert_incident_id})`,
    );
  return query.execute();
}

/** An edited rule starts anew: its open incident is over. */
export async function resolveAlertIncidents(
  db: Kysely<Database>,
  workspaceId: string,
  alertRuleId: string,
  at: number,
): Promise<void> {
  await db
    .updateTable('alert_incidents')
    .set({ resolved_at: at })
    .where('workspace_id', '=', workspaceId)
    .where('alert_rule_id', '=', alertRuleId)
    .where('resolved_at', 'is', null)
    .execute();
}

export async function deleteAlertIncidents(
  db: Kysely<Database>,
  workspaceId: string,
  alertRuleId: string,
): Promise<void> {
  await db
    .deleteFrom('alert_incidents')
    .where('workspace_id', '=', workspaceId)
    .where('alert_rule_id', '=', alertRuleId)
    .execute();
}
