// Agents: lists in the order of creation, tags, and the configurations that calls ran with.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS: string[] = [
  `alter table agents
    add column base_version integer,
    add column assigned_tags text[] not null default '{}'`,
  `drop index agents_by_workspace`,
  `create index agents_by_creation on agents (workspace_id, channel, created_at desc, agent_id desc, version desc)`,
  `create index agents_of_all_channels on agents (workspace_id, created_at desc, agent_id desc, version desc)`,
  `create table agent_tags (
    workspace_id text not null references workspaces on delete cascade,
    agent_id text not null,
    tag text not null,
    version integer,
    variables json not null default '{}',
    modified_at bigint not null,
    primary key (agent_id, tag)
  )`,
  `create table agent_version_floors (
    workspace_id text not null references workspaces on delete cascade,
    agent_id text primary key,
    next_version integer not null
  )`,
  `create table configurations (
    workspace_id text not null references workspaces on delete cascade,
    hash text not null,
    config json not null,
    created_at bigint not null,
    primary key (workspace_id, hash)
  )`,
  `alter table calls add column configuration_hash text`,
];
