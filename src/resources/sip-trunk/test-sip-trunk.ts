// Tries a trunk out for the person who sets it up: the telephone does it, here it is decided which trunk, and who may be rung.

import { invalidRequest, notFound, refused, type RequestBody, type Schema } from '../../contract/index.ts';
import type { SipTrunk, TrunkTestReport } from '../../interfaces/sip-trunk.ts';
import type { Row } from '../../storage/index.ts';
import { findPhoneNumber, findSipTrunk } from '../../storage/tables/index.ts';
import { countDialled, refuseOrNull } from '../call-limits/index.ts';
import { doNotCall } from '../contact/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { checkNumber, countryOf, isBlocked } from '../phone-number/index.ts';
import { trunkOfNumber, trunkOfRow } from './trunk-model.ts';

type Deps = Pick<ResourceDeps, 'db' | 'envelope' | 'now' | 'trunkCare'>;
type Body = RequestBody<'testSipTrunk'>;

/** All of it, the ringing included: clients wait for a minute. */
const LIMIT_MS = 55_000;
/** Who tests a trunk waits for it; nobody needs many at a time, and each may ring a phone. */
const AT_ONCE = 3;
const running = new WeakMap<object, number>();

export async function testSipTrunk(
  deps: Deps,
  workspaceId: string,
  body: Body,
): Promise<Schema<'SipTrunkTestResponse'>> {
  const care = deps.trunkCare;
  if (!care) throw refused('This server speaks no SIP (RINGBACK_SIP_LISTEN is off).');
  const { trunk, number } = await subjectOf(deps, workspaceId, body);
  const ring = ringOf(body, number);
  const now = running.get(care) ?? 0;
  if (now >= AT_ONCE) throw refused('Other trunks are being tried just now: try again in a minute.');
  running.set(care, now + 1);
  try {
    if (ring) await checkLimits(deps, workspaceId, ring.to);
    return renderReport(await care.test(trunk, { ring }, AbortSignal.timeout(LIMIT_MS)));
  } finally {
    running.set(care, (running.get(care) ?? 1) - 1);
  }
}

/** The trunk that is meant, and the number that is shown. */
async function subjectOf(
  deps: Deps,
  workspace_id: string,
  { phone_number, sip_trunk_id }: Body,
): Promise<{ trunk: SipTrunk; number: Row<'phone_numbers'> | null }> {
  if (phone_number === undefined && sip_trunk_id === undefined)
    throw invalidRequest('sip_trunk_id: expected this, or phone_number.');
  const number = phone_number === undefined ? null : await findPhoneNumber(deps.db, { workspace_id, phone_number });
  if (number === undefined) throw notFound('phone number', phone_number ?? '');
  const id = sip_trunk_id ?? number?.sip_trunk_id;
  if (id != null) {
    const row = await findSipTrunk(deps.db, { workspace_id, sip_trunk_id: id });
    if (!row) throw notFound('SIP trunk', id);
    return { trunk: trunkOfRow(deps, row), number };
  }
  const trunk = number && trunkOfNumber(deps, number);
  if (!trunk) throw invalidRequest('phone_number: this number has no SIP trunk.');
  return { trunk, number };
}

function ringOf({ ring_number }: Body, number: Row<'phone_numbers'> | null): { from: string; to: string } | null {
  if (ring_number == null) return null;
  if (!number) throw invalidRequest('phone_number: expected the number that calls, beside ring_number.');
  checkNumber('ring_number', ring_number);
  const allowed = (number.config as { allowed_outbound_country_list?: string[] | null }).allowed_outbound_country_list;
  const country = countryOf(ring_number);
  if (isBlocked(ring_number) || (allowed?.length && (country === null || !allowed.includes(country))))
    throw invalidRequest('ring_number: calls to that country are not allowed from this number.');
  return { from: number.phone_number, to: ring_number };
}

/** A ringing counts as a call out: else it would be a way around their limits. Throws 400. */
async function checkLimits({ db, now }: Deps, workspaceId: string, to: string): Promise<void> {
  const why = (await doNotCall(db, workspaceId, to)) ?? (await refuseOrNull(db, workspaceId, to, now()));
  if (why !== null) throw refused(`ring_number: ${why}`);
  await countDialled(db, workspaceId, to, now());
}

function renderReport({ ok, steps }: TrunkTestReport): Schema<'SipTrunkTestResponse'> {
  return { ok, steps };
}
