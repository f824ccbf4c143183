// SIP trunks, the numbers that name one, and the dialogs that a restarted server still owes a BYE. Whoever holds trunks in memory is told of
// every change by a notice, whichever row of the two tables it was.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS: string[] = [
  `create table sip_trunks (
    workspace_id text not null references workspaces on delete cascade,
    sip_trunk_id text primary key,
    name text not null,
    config json not null,
    password bytea,
    inbound_password bytea,
    created_at bigint not null,
    modified_at bigint not null
  )`,
  `create index sip_trunks_by_time on sip_trunks (workspace_id, created_at, sip_trunk_id)`,
  `alter table phone_numbers add column sip_trunk_id text references sip_trunks on delete set null`,
  `create index phone_numbers_by_trunk on phone_numbers (sip_trunk_id) where sip_trunk_id is not null`,
  `create table sip_dialogs (
    dialog_key text primary key,
    workspace_id text not null references workspaces on delete cascade,
    call_id text not null,
    sip_trunk_id text,
    node_id text not null,
    node_epoch integer not null,
    dialog json not null,
    created_at timestamptz not null default now()
  )`,
  `create index sip_dialogs_by_node on sip_dialogs (node_id, node_epoch)`,
  `create function ringback_notify_sip_trunks() returns trigger language plpgsql as $$
    begin
      perform pg_notify('ringback_sip_trunks', '');
      return null;
    end $$`,
  `create trigger sip_trunks_changed after insert or update or delete on sip_trunks
    for each statement execute function ringback_notify_sip_trunks()`,
  `create trigger phone_numbers_changed after insert or update or delete on phone_numbers
    for each statement execute function ringback_notify_sip_trunks()`,
];
