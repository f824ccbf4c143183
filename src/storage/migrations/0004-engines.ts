// Engines: conversation flows, shared components, and indexes in the order of the lists.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS: string[] = [
  `create table conversation_flows (
    workspace_id text not null references workspaces on delete cascade,
    conversation_flow_id text not null,
    version integer not null,
    is_published boolean not null default false,
    linked_component_ids text[] not null default '{}',
    config json not null,
    created_at bigint not null,
    modified_at bigint not null,
    primary key (conversation_flow_id, version)
  )`,
  `create index conversation_flows_by_creation
    on conversation_flows (workspace_id, created_at, conversation_flow_id, version)`,
  `create index conversation_flows_by_component on conversation_flows using gin (linked_component_ids)`,
  `create table conversation_flow_components (
    workspace_id text not null references workspaces on delete cascade,
    conversation_flow_component_id text primary key,
    config json not null,
    created_at bigint not null,
    modified_at bigint not null
  )`,
  `create index conversation_flow_components_by_creation
    on conversation_flow_components (workspace_id, created_at, conversation_flow_component_id)`,
  `drop index retell_llms_by_workspace`,
  `create index retell_llms_by_creation on retell_llms (workspace_id, created_at, llm_id, version)`,
];
