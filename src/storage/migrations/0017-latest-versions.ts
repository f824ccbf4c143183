// The versions of one agent or engine, latest first, by the very columns that every question about them names. Without them a planner that
// has no statistics yet may go through the workspace's list to find one agent in it.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS: string[] = [
  `create index agents_latest on agents (workspace_id, agent_id, version desc)`,
  `create index retell_llms_latest on retell_llms (workspace_id, llm_id, version desc)`,
  `create index conversation_flows_latest on conversation_flows (workspace_id, conversation_flow_id, version desc)`,
];
