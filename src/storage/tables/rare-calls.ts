// What a filter asks for that only few calls have: those calls are looked up first.

import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Database } from '../schema.ts';
import type { CallFilterParts } from './call-filter.ts';
import { firstOfKinds } from './call-kinds.ts';
import type { LookUp } from './call-values.ts';

/** Reading so many calls one by one and sorting them is quick enough. */
const FEW = 1_000;

export interface RareCalls {
  count: number;
  /** On `calls`: to be one of them. */
  condition: RawBuilder<boolean>;
  /** What it stands for, but for its rest; null where it only narrows. */
  lookUp: LookUp | null;
}

/** The rarest, counted now. Undefined when there is nothing rare. `kinds`: of which the calls have to be, if that is known. */
export async function rareCalls(
  db: Kysely<Database>,
  workspaceId: string,
  parts: CallFilterParts,
  kinds: readonly string[] | null,
): Promise<RareCalls | undefined> {
  const candidates = [...byLookUp(workspaceId, parts.lookUps), ...byKinds(workspaceId, parts, kinds)];
  if (candidates.length === 0) return undefined;
  const counts = candidates.map(
    ({ ids }) => sql<number>`(select count(*) from (select 1 from (${ids}) as few limit ${FEW + 1}) as found)`,
  );
  const { rows } = await sql<{ counts: number[] }>`select array[${sql.join(counts)}]::integer[] as counts`.execute(db);
  const found = rows[0]?.counts ?? [];
  const count = Math.min(...found);
  const rare = candidates[found.indexOf(count)];
  return rare && count <= FEW ? { count, condition: isAmong(rare), lookUp: rare.lookUp } : undefined;
}

interface MayBeRare {
  /** `ctid` is where the database has the row: so it is found without the index of ids. */
  by: 'call_id' | 'ctid';
  /** A query of these, which an index answers. */
  ids: RawBuilder<unknown>;
  /** What it looks up, but for its rest. */
  lookUp: LookUp | null;
}

function byLookUp(workspaceId: string, lookUps: readonly LookUp[]): MayBeRare[] {
  return lookUps.map((lookUp) => {
    const by = lookUp.from === 'calls' ? 'ctid' : 'call_id';
    const own = sql<boolean>`workspace_id = ${workspaceId}`;
    return {
      by,
      ids: sql`select ${sql.ref(by)} from ${sql.ref(lookUp.from)} where ${own} and ${lookUp.indexed}`,
      lookUp,
    };
  });
}

/** Of these kinds; with numbers when they are asked for, of which there can only be fewer. */
function byKinds(workspaceId: string, { ofNumber }: CallFilterParts, kinds: readonly string[] | null): MayBeRare[] {
  if (kinds === null) return [];
  const orders =
    ofNumber.length > 0
      ? ofNumber.map(({ number, condition }) => ({ condition, order: number }))
      : [{ condition: null, order: sql`calls.began_at desc, calls.call_id desc` }];
  return orders.map((order) => ({
    by: 'call_id',
    ids: firstOfKinds({ workspaceId, kinds, most: FEW + 1, ...order }),
    lookUp: null,
  }));
}

function isAmong({ by, ids }: MayBeRare): RawBuilder<boolean> {
  return sql<boolean>`calls.${sql.ref(by)} = any(array(select ${sql.ref(by)} from (${ids}) as rare))`;
}
