// The tables as Kysely sees them, by area in `schema/`. Names are the database's; what can be filtered is a column, the rest of a contract
// object is JSON.

import type { Insertable, Selectable, Updateable } from 'kysely';
import type { AccessTables } from './schema/access.ts';
import type { AgentsTables } from './schema/agents.ts';
import type { CallCommandTables } from './schema/call-commands.ts';
import type { CallTransferTables } from './schema/call-transfers.ts';
import type { CallsTables } from './schema/calls.ts';
import type { ChatsTables } from './schema/chats.ts';
import type { EnginesTables } from './schema/engines.ts';
import type { KnowledgeTables } from './schema/knowledge.ts';
import type { NodesTables } from './schema/nodes.ts';
import type { NumbersTables } from './schema/numbers.ts';
import type { TestsTables } from './schema/tests.ts';
import type { TextsTables } from './schema/texts.ts';
import type { WorkspacesTables } from './schema/workspaces.ts';

export interface Database
  extends
    AccessTables,
    AgentsTables,
    CallCommandTables,
    CallTransferTables,
    CallsTables,
    ChatsTables,
    EnginesTables,
    KnowledgeTables,
    NodesTables,
    NumbersTables,
    TestsTables,
    TextsTables,
    WorkspacesTables {}

export type Row<T extends keyof Database> = Selectable<Database[T]>;
export type NewRow<T extends keyof Database> = Insertable<Database[T]>;
export type RowUpdate<T extends keyof Database> = Updateable<Database[T]>;

export type { AuditActor, AuditChange, PermissionArea, Permissions, PublicKeySettings, Role } from './schema/access.ts';
