// What one server asks of a call that another one runs. Rows live for seconds.

import type { ColumnType, Generated } from 'kysely';

export interface CallCommandTables {
  call_commands: CallCommandTable;
}

export interface CallCommandTable {
  command_id: Generated<number>;
  workspace_id: string;
  call_id: string;
  /** Who is to carry it out: a node in one of its lives. */
  owner_node: string;
  owner_epoch: number;
  /** Who waits for the answer. */
  asker_node: string;
  command: ColumnType<unknown, string, never>;
  /** Null until it was carried out. */
  answer: ColumnType<unknown, string | null, string | null>;
  /** When its owner took it; null = it may still be taken back. */
  taken_at: Date | null;
  created_at: Generated<Date>;
}
