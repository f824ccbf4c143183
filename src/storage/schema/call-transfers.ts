// Calls that are being given, or were given, to somebody else. A row lives as long as that goes on.

import type { ColumnType, Generated, JSONColumnType } from 'kysely';

export interface CallTransferTables {
  call_transfers: CallTransferTable;
}

export interface CallTransferTable {
  call_id: string;
  workspace_id: string;
  /** `started`: somebody is called. `bridged`: the two talk, without us. */
  state: ColumnType<'started' | 'bridged', 'started', 'bridged'>;
  /** What webhooks say of it beside the call. */
  told: JSONColumnType<Record<string, unknown>, string, never>;
  owner_node: string;
  owner_epoch: number;
  created_at: Generated<Date>;
}
