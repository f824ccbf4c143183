// Questions about calls. Every write of a running call is fenced with its owner's epoch: who was declared dead changes nothing any more.

import { sql, type Kysely, type RawBuilder } from 'kysely';
import { jsonText } from '../json-text.ts';
import type { Database, NewRow, Row, RowUpdate } from '../schema.ts';

export type CallRow = Row<'calls'>;

/** Who runs a call: a node in one of its lives. */
export interface CallOwner {
  nodeId: string;
  epoch: number;
}

/** A call under the epoch in which it is ours. */
export interface OwnedCall {
  callId: string;
  epoch: number;
}

/** Columns that may change, `details` merged key by key into what is there. */
export type CallChanges = Omit<RowUpdate<'calls'>, 'details' | 'call_id' | 'workspace_id'> & {
  details?: Record<string, unknown>;
};

export async function insertCall(db: Kysely<Database>, row: NewRow<'calls'>): Promise<CallRow> {
  const { details, transcripts } = apart(JSON.parse(row.details as string) as Record<string, unknown>);
  const parts = transcripts === null ? {} : { details: jsonText(details), transcripts: jsonText(transcripts) };
  return whole(
    await db
      .insertInto('calls')
      .values({ ...row, ...parts })
      .returningAll()
      .executeTakeFirstOrThrow(),
  );
}

export async function findCall(
  db: Kysely<Database>,
  workspaceId: string,
  callId: string,
): Promise<CallRow | undefined> {
  return ifWhole(
    await db
      .selectFrom('calls')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('call_id', '=', callId)
      .executeTakeFirst(),
  );
}

/** Calls that go on between a number of ours and somebody, whoever called. */
export async function listOngoingCallsOf(
  db: Kysely<Database>,
  pair: { workspace_id: string; our_number: string; their_number: string },
): Promise<CallRow[]> {
  const rows = await db
    .selectFrom('calls')
    .selectAll()
    .where('workspace_id', '=', pair.workspace_id)
    .where('call_status', '=', 'ongoing')
    .where('call_type', '=', 'phone_call')
    .where((eb) =>
      eb.or([
        eb.and({ from_number: pair.our_number, to_number: pair.their_number }),
        eb.and({ from_number: pair.their_number, to_number: pair.our_number }),
      ]),
    )
    .orderBy('began_at', 'desc')
    .limit(2)
    .execute();
  return rows.map(whole);
}

/** For our own rooms, which know the call but not yet whose it is. */
export async function findCallById(db: Kysely<Database>, callId: string): Promise<CallRow | undefined> {
  return ifWhole(await db.selectFrom('calls').selectAll().where('call_id', '=', callId).executeTakeFirst());
}

/** The same, and nobody else changes the row until the transaction ends. */
export async function lockCall(trx: Kysely<Database>, callId: string): Promise<CallRow | undefined> {
  return ifWhole(
    await trx.selectFrom('calls').selectAll().where('call_id', '=', callId).forUpdate().executeTakeFirst(),
  );
}

/** Changes a call by its workspace, whatever its state. Undefined when there is no such call. */
export async function updateCall(
  db: Kysely<Database>,
  workspaceId: string,
  callId: string,
  changes: CallChanges,
): Promise<CallRow | undefined> {
  return ifWhole(
    await db
      .updateTable('calls')
      .set(columnsOf(changes))
      .where('workspace_id', '=', workspaceId)
      .where('call_id', '=', callId)
      .returningAll()
      .executeTakeFirst(),
  );
}

/** Takes a registered call that nobody has. Undefined when it is gone, over, or somebody else was first. */
export async function claimCall(db: Kysely<Database>, callId: string, owner: CallOwner): Promise<CallRow | undefined> {
  return ifWhole(
    await db
      .updateTable('calls')
      .set({ owner_node: owner.nodeId, owner_epoch: owner.epoch })
      .where('call_id', '=', callId)
      .where('call_status', '=', 'registered')
      .where('owner_node', 'is', null)
      .returningAll()
      .executeTakeFirst(),
  );
}

/** Both sides are there: registered becomes ongoing. Undefined when the call is over or no longer ours. */
export async function startCall(
  db: Kysely<Database>,
  call: OwnedCall,
  changes: CallChanges & { start_timestamp: number },
): Promise<CallRow | undefined> {
  return ifWhole(
    await ownedCall(db, call, { ...changes, call_status: 'ongoing' })
      .where('call_status', '=', 'registered')
      .returningAll()
      .executeTakeFirst(),
  );
}

/** Changes a running call by its owner. Undefined when the call is over or no longer ours. */
export async function updateOwnedCall(
  db: Kysely<Database>,
  call: OwnedCall,
  changes: CallChanges,
): Promise<CallRow | undefined> {
  return ifWhole(await ownedCall(db, call, changes).where('call_status', 'in', OPEN).returningAll().executeTakeFirst());
}

export type CallEnd = CallChanges & {
  call_status: 'ended' | 'not_connected' | 'error';
  disconnection_reason: string;
  end_timestamp: number | null;
};

/** Ends a call once. Undefined when it has ended before or is no longer ours: then do nothing more about it. */
export async function endCall(db: Kysely<Database>, call: OwnedCall, end: CallEnd): Promise<CallRow | undefined> {
  return ifWhole(
    await ownedCall(db, call, { ...end, owner_node: null })
      .where('call_status', 'in', OPEN)
      .returningAll()
      .executeTakeFirst(),
  );
}

export interface OrphanLimits {
  /** An owner without a heartbeat for this long is dead. */
  deadAfterMs: number;
  /** A web call that nobody joined for this long after its creation. */
  unjoinedWebCallMs: number;
  /** The same for a phone call that was registered for somebody's own switch. */
  unjoinedPhoneCallMs: number;
  limit: number;
}

/**
 * Takes over open calls that nobody else will end: their owner is dead or lives on under a newer epoch, or nobody came in time; those
 * that wait to be dialled have time. Their state stays as it was. Calls that another node is taking are left out. All times by the
 * database's clock. Whoever takes them must end them, however often it takes: as long as this node lives nobody else will.
 */
export async function claimOrphanedCalls(
  db: Kysely<Database>,
  owner: CallOwner,
  limits: OrphanLimits,
): Promise<CallRow[]> {
  const orphans = db
    .selectFrom('calls')
    .select('call_id')
    .where('call_status', 'in', OPEN)
    .where(orphaned(limits))
    .orderBy('created_at')
    .limit(limits.limit)
    .forUpdate()
    .skipLocked();
  const rows = await db
    .updateTable('calls')
    .set({ owner_node: owner.nodeId, owner_epoch: owner.epoch })
    // As an array they are chosen once; joined to the update they may be chosen for every row, and pass the limit.
    .where(sql<boolean>`call_id = any(array(${orphans}))`)
    .returningAll()
    .execute();
  return rows.map(whole);
}

function orphaned(limits: OrphanLimits): RawBuilder<boolean> {
  const alive = sql<boolean>`exists (
    select 1 from nodes
    where nodes.node_id = calls.owner_node and nodes.epoch = calls.owner_epoch
      and nodes.heartbeat_at > now() - ${limits.deadAfterMs} * interval '1 millisecond')`;
  const joinMs = sql`case call_type when 'web_call' then ${limits.unjoinedWebCallMs}::bigint else ${limits.unjoinedPhoneCallMs}::bigint end`;
  return sql<boolean>`case
    when owner_node is not null then not ${alive}
    when call_status = 'ongoing' then true
    when created_at + ${joinMs} >= extract(epoch from now()) * 1000 then false
    else not exists (select 1 from dials where dials.call_id = calls.call_id) end`;
}

const OPEN = ['registered', 'ongoing'] as const;

function ownedCall(db: Kysely<Database>, { callId, epoch }: OwnedCall, changes: CallChanges) {
  return db.updateTable('calls').set(columnsOf(changes)).where('call_id', '=', callId).where('owner_epoch', '=', epoch);
}

function columnsOf({ details: changed, ...columns }: CallChanges) {
  // An update must set something; setting the key to itself changes nothing.
  if (changed === undefined) return { ...columns, call_id: sql<string>`calls.call_id` };
  const { details, transcripts } = apart(changed);
  return {
    ...columns,
    details: sql<string>`calls.details || ${jsonText(details)}::jsonb`,
    ...(transcripts === null ? {} : { transcripts: laidOver(jsonText(transcripts)) }),
  };
}

/** As it came where there is nothing yet: that is how calls end. */
function laidOver(transcripts: string): RawBuilder<string> {
  return sql<string>`(select case when calls.transcripts is null then changed.forms
    else (calls.transcripts::jsonb || changed.forms::jsonb)::json end from (select ${transcripts}::json as forms) as changed)`;
}

/** What of `details` is stored in the column beside it. */
const TRANSCRIPT_FORMS = [
  'transcript',
  'transcript_object',
  'transcript_with_tool_calls',
  'scrubbed_transcript_with_tool_calls',
] as const;

/** `details` as it is stored, in two columns. */
function apart(all: Record<string, unknown>): {
  details: Record<string, unknown>;
  transcripts: Record<string, unknown> | null;
} {
  if (!TRANSCRIPT_FORMS.some((form) => form in all)) return { details: all, transcripts: null };
  const isForm = (key: string): boolean => (TRANSCRIPT_FORMS as readonly string[]).includes(key);
  const entries = Object.entries(all);
  return {
    details: Object.fromEntries(entries.filter(([key]) => !isForm(key))),
    transcripts: Object.fromEntries(entries.filter(([key]) => isForm(key))),
  };
}

/** A row with its transcripts back in `details`, where everybody reads them. */
export function whole(row: CallRow): CallRow {
  return row.transcripts === null ? row : { ...row, details: { ...row.details, ...row.transcripts } };
}

function ifWhole(row: CallRow | undefined): CallRow | undefined {
  return row && whole(row);
}
