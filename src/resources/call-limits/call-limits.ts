// Limits of calls out, against toll fraud: kinds of numbers, calls and minutes a day to each destination, an estimate of what a day costs.
// A minute is counted with the dialling, and what the call really took when it is over.

import type { Kysely } from 'kysely';
import type { CallLimits, Database, Row } from '../../storage/index.ts';
import {
  addDialled,
  countRefused,
  findWorkspace,
  forgetDialledBefore,
  insertAuditEntry,
  listDialled,
  type DialledToday,
} from '../../storage/tables/index.ts';
import { newId } from '../new-id.ts';
import { destinationOf } from './destination.ts';

const DAY_MS = 86_400_000;
/** For whoever wants to see what was refused; a call is put right long before. */
const KEPT_DAYS = 30;
/** Of a call that is dialled and of which nothing is known yet. */
const FIRST_SECONDS = 60;
/** A guess that is dear rather than cheap. */
const USUAL_PRICE = 0.1;

/**
 * Why the workspace may not call this number now, as a sentence; null when it may. Asked in the transaction that makes the call, behind the
 * lock of its slot, nobody passes a limit by asking twice at once.
 */
export async function refusalOf(
  db: Kysely<Database>,
  workspaceId: string,
  to: string,
  now: number,
): Promise<string | null> {
  const destination = destinationOf(to);
  const limits = destination && (await findWorkspace(db, workspaceId))?.call_limits;
  if (!limits) return null;
  if (destination.kind === 'premium_rate' && !limits.allow_premium_rate)
    return 'premium-rate numbers are not called (call_limits.allow_premium_rate of update-organization).';
  if (destination.kind === 'unknown' && !limits.allow_unknown_destinations)
    return 'no country is known to have this number, so it is not called (call_limits.allow_unknown_destinations of update-organization).';
  if (!hasDailyLimits(limits)) return null;
  const today = await listDialled(db, workspaceId, dayOf(now));
  return overDaily(limits, today, keysOf(limits, to, destination.place)) ?? overSpend(limits, today);
}

/** The same; the first refusal of a day for a destination stands in the audit log. */
export async function refuseOrNull(
  db: Kysely<Database>,
  workspaceId: string,
  to: string,
  now: number,
): Promise<string | null> {
  const why = await refusalOf(db, workspaceId, to, now);
  if (why === null) return null;
  const destination = destinationOf(to)?.place ?? '';
  const refused = await countRefused(db, { workspace_id: workspaceId, day: dayOf(now), destination });
  if (refused > 1) return why;
  await insertAuditEntry(db, {
    workspace_id: workspaceId,
    entry_id: newId('audit'),
    created_at: now,
    actor: JSON.stringify({ type: 'operator', id: null, name: 'call limits' }),
    operation_id: 'createPhoneCall',
    object_id: null,
    changes: JSON.stringify([{ field: 'refused', after: `${destination}: ${why}` }]),
  });
  return why;
}

/** Counts a call that is made. */
export function countDialled(trx: Kysely<Database>, workspaceId: string, to: string, now: number): Promise<void> {
  return add(trx, workspaceId, to, now, { calls: 1, seconds: FIRST_SECONDS });
}

/** Puts right what was counted, in the transaction that ends the call. */
export async function settleDialled(trx: Kysely<Database>, call: Row<'calls'>): Promise<void> {
  if (call.details['is_counted'] !== true || call.to_number === null) return;
  const seconds = Math.ceil((call.duration_ms ?? 0) / 1_000) - FIRST_SECONDS;
  await add(trx, call.workspace_id, call.to_number, call.created_at, { calls: 0, seconds });
}

/** Puts right what was counted of somebody who was called for a call: he is no call of his own. */
export function settleTalk(
  db: Kysely<Database>,
  workspaceId: string,
  to: string,
  { dialledAt, talkedMs }: { dialledAt: number; talkedMs: number },
): Promise<void> {
  return add(db, workspaceId, to, dialledAt, { calls: 0, seconds: Math.ceil(talkedMs / 1_000) - FIRST_SECONDS });
}

/** Days that no limit asks about any more. */
export function forgetDialledDays(db: Kysely<Database>, now: number): Promise<void> {
  return forgetDialledBefore(db, dayOf(now) - KEPT_DAYS);
}

async function add(
  trx: Kysely<Database>,
  workspace_id: string,
  to: string,
  at: number,
  { calls, seconds }: { calls: number; seconds: number },
): Promise<void> {
  const destination = destinationOf(to);
  const limits = destination && (await findWorkspace(trx, workspace_id))?.call_limits;
  if (!limits) return;
  const [place, ...prefixes] = keysOf(limits, to, destination.place);
  const spent = (seconds / 60) * priceOf(limits, to, destination.place);
  await addDialled(trx, { workspace_id, day: dayOf(at) }, [
    { destination: place as string, calls, seconds, spent },
    ...prefixes.map((prefix) => ({ destination: prefix, calls, seconds, spent: 0 })),
  ]);
}

function hasDailyLimits(limits: CallLimits): boolean {
  return (
    limits.daily_spend != null ||
    limits.daily_calls_per_destination != null ||
    limits.daily_minutes_per_destination != null ||
    Object.keys(limits.destinations ?? {}).length > 0
  );
}

/** Its place, then the first digits that have limits of their own. */
function keysOf(limits: CallLimits, to: string, place: string): string[] {
  const prefixes = Object.keys(limits.destinations ?? {}).filter((key) => key !== place && isPrefixOf(key, to));
  return [place, ...prefixes];
}

function overDaily(limits: CallLimits, today: readonly DialledToday[], keys: readonly string[]): string | null {
  for (const [i, key] of keys.entries()) {
    const own = limits.destinations?.[key];
    // First digits have limits only where they are named.
    const usual = i === 0 ? limits : null;
    const calls = own?.daily_calls === undefined ? (usual?.daily_calls_per_destination ?? null) : own.daily_calls;
    const minutes =
      own?.daily_minutes === undefined ? (usual?.daily_minutes_per_destination ?? null) : own.daily_minutes;
    const dialled = today.find((row) => row.destination === key);
    if (calls !== null && (dialled?.calls ?? 0) >= calls)
      return `today's limit of ${calls} calls to ${key} is reached (call_limits of update-organization).`;
    if (minutes !== null && (dialled?.seconds ?? 0) >= minutes * 60)
      return `today's limit of ${minutes} minutes to ${key} is reached (call_limits of update-organization).`;
  }
  return null;
}

function overSpend({ daily_spend: most }: CallLimits, today: readonly DialledToday[]): string | null {
  if (most == null) return null;
  const spent = today.reduce((sum, row) => sum + row.spent, 0);
  if (spent < most) return null;
  return `today's calls are estimated at ${spent.toFixed(2)}, and ${most} is the limit (call_limits.daily_spend of update-organization).`;
}

function priceOf(limits: CallLimits, to: string, place: string): number {
  const { prices_per_minute: prices = {}, default_price_per_minute: usual = USUAL_PRICE } = limits;
  const longest = Object.keys(prices)
    .filter((key) => isPrefixOf(key, to))
    .toSorted((a, b) => b.length - a.length)[0];
  return prices[longest ?? place] ?? usual;
}

function isPrefixOf(key: string, to: string): boolean {
  return key.startsWith('+') && to.startsWith(key);
}

function dayOf(at: number): number {
  return Math.floor(at / DAY_MS);
}
