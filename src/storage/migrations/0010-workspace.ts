// Settings of workspaces beyond their limits, and the small documents they keep: alert rules, QA cohorts, saved views.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `alter table workspaces
    add column webhook_urls jsonb not null default '[]',
    add column outage_mode_enabled boolean not null default false`,
  `update workspaces set webhook_urls = jsonb_build_array(jsonb_build_object('url', webhook_url)) where webhook_url is not null`,
  `alter table workspaces drop column webhook_url`,
  `create table kept_documents (
    workspace_id text not null references workspaces on delete cascade,
    kind text not null,
    document_id text not null,
    document json not null,
    created_at bigint not null,
    modified_at bigint not null,
    primary key (workspace_id, kind, document_id)
  )`,
  `create index kept_documents_by_time on kept_documents (workspace_id, kind, created_at, document_id)`,
  `create table alert_incidents (
    workspace_id text not null references workspaces on delete cascade,
    alert_incident_id text primary key,
    alert_rule_id text not null,
    incident json not null,
    triggered_at bigint not null,
    resolved_at bigint
  )`,
  `create index alert_incidents_by_time on alert_incidents (workspace_id, triggered_at, alert_incident_id)`,
  `create index alert_incidents_by_rule on alert_incidents (workspace_id, alert_rule_id, triggered_at, alert_incident_id)`,
];
