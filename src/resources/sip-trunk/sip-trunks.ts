// SIP trunks: create, get, list, update, delete. What the telephone makes of them stands in trunk-directory.ts.

import { invalidRequest, notFound, refused, type RequestBody, type Schema } from '../../contract/index.ts';
import type { TrunkHealth } from '../../interfaces/sip-trunk.ts';
import type { Row, RowUpdate } from '../../storage/index.ts';
import {
  deleteSipTrunkRow,
  findSipTrunk,
  insertSipTrunk,
  listNumbersOfTrunk,
  listSipTrunkRows,
  lockAndCountSipTrunks,
  lockSipTrunk,
  updateSipTrunkRow,
} from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { pageLimit } from '../limits.ts';
import { newId } from '../new-id.ts';
import { decodePageKey, pageOf, type Page } from '../page-key.ts';
import { checkLength } from '../phone-number/index.ts';
import { passwordContext } from './passwords.ts';
import { changedTrunkSettings, checkTrunkSettings, readPassword, type SipTrunkSettings } from './settings.ts';

export type SipTrunkAnswer = Schema<'SipTrunkResponse'>;
type Deps = Pick<ResourceDeps, 'db' | 'now' | 'envelope' | 'trunkCare'>;

export interface SipTrunkPlace {
  workspaceId: string;
  sipTrunkId: string;
}

const MAX_NAME = 200;
/** Ours: each is registered, asked for signs of life, and held in memory by every server. */
const MAX_TRUNKS = 200;
const SHOWN_NUMBERS = 3;

export async function createSipTrunk(
  deps: Deps,
  workspaceId: string,
  body: RequestBody<'createSipTrunk'>,
): Promise<SipTrunkAnswer> {
  const config = changedTrunkSettings({}, body);
  const password = readPassword('auth_password', body.auth_password);
  const inbound = readPassword('inbound_auth_password', body.inbound_auth_password);
  checkTrunkSettings(config, { password: password !== null, inboundPassword: inbound !== null });
  const name = readName(body.name);
  const sip_trunk_id = newId('sip_trunk');
  const place = { workspaceId, sipTrunkId: sip_trunk_id };
  const now = deps.now();
  const row = await deps.db.transaction().execute(async (trx) => {
    if ((await lockAndCountSipTrunks(trx, workspaceId)) >= MAX_TRUNKS)
      throw refused(`A workspace has at most ${MAX_TRUNKS} SIP trunks: delete one first.`);
    return insertSipTrunk(trx, {
      workspace_id: workspaceId,
      sip_trunk_id,
      name,
      config: JSON.stringify(config),
      password: seal(deps, place, 'auth', password),
      inbound_password: seal(deps, place, 'inbound', inbound),
      created_at: now,
      modified_at: now,
    });
  });
  return render(deps, row);
}

export async function getSipTrunk(deps: Pick<Deps, 'db' | 'trunkCare'>, place: SipTrunkPlace): Promise<SipTrunkAnswer> {
  const row = await findSipTrunk(deps.db, keyOf(place));
  if (!row) throw notFound('SIP trunk', place.sipTrunkId);
  return render(deps, row);
}

/** The latest first unless asked otherwise. */
export async function listSipTrunks(
  deps: Pick<Deps, 'db' | 'trunkCare'>,
  workspaceId: string,
  query: { limit?: number; sort_order?: string; pagination_key?: string },
): Promise<Page<SipTrunkAnswer>> {
  const limit = pageLimit(query.limit, 50);
  const ascending = query.sort_order === 'ascending';
  const list = `SIP trunks ${ascending ? 'ascending' : 'descending'}`;
  const after = query.pagination_key && decodePageKey(list, query.pagination_key, ['number', 'string']);
  const rows = await listSipTrunkRows(deps.db, workspaceId, {
    ascending,
    limit: limit + 1,
    ...(after ? { after: { created_at: after[0] as number, sip_trunk_id: after[1] as string } } : {}),
  });
  return pageOf(
    rows,
    limit,
    list,
    (row) => [row.created_at, row.sip_trunk_id],
    (row) => render(deps, row),
  );
}

export async function updateSipTrunk(
  deps: Deps,
  place: SipTrunkPlace,
  body: RequestBody<'updateSipTrunk'>,
): Promise<SipTrunkAnswer> {
  return deps.db.transaction().execute(async (trx) => {
    const row = await lockSipTrunk(trx, keyOf(place));
    if (!row) throw notFound('SIP trunk', place.sipTrunkId);
    const passwords = changedPasswords(deps, place, body);
    const config = changedTrunkSettings(row.config as Partial<SipTrunkSettings>, body);
    const after = { ...row, ...passwords };
    checkTrunkSettings(config, {
      password: after.password !== null,
      inboundPassword: after.inbound_password !== null,
    });
    const updated = await updateSipTrunkRow(trx, keyOf(place), {
      ...passwords,
      ...(body.name === undefined ? {} : { name: readName(body.name) }),
      config: JSON.stringify(config),
      modified_at: deps.now(),
    });
    return render(deps, updated ?? row);
  });
}

/** Throws 400 while numbers go by it. */
export async function deleteSipTrunk(deps: Pick<Deps, 'db'>, place: SipTrunkPlace): Promise<void> {
  await deps.db.transaction().execute(async (trx) => {
    if (!(await lockSipTrunk(trx, keyOf(place)))) throw notFound('SIP trunk', place.sipTrunkId);
    const numbers = await listNumbersOfTrunk(trx, keyOf(place), SHOWN_NUMBERS + 1);
    if (numbers.length > 0) {
      const shown = numbers.slice(0, SHOWN_NUMBERS).join(', ') + (numbers.length > SHOWN_NUMBERS ? ', ...' : '');
      throw invalidRequest(`sip_trunk_id: phone numbers go by this trunk (${shown}); give them another one first.`);
    }
    await deleteSipTrunkRow(trx, keyOf(place));
  });
}

function changedPasswords(
  deps: Deps,
  place: SipTrunkPlace,
  body: RequestBody<'updateSipTrunk'>,
): Pick<RowUpdate<'sip_trunks'>, 'password' | 'inbound_password'> & { password?: Buffer | null } {
  const { auth_password, inbound_auth_password } = body;
  return {
    ...(auth_password === undefined
      ? {}
      : { password: seal(deps, place, 'auth', readPassword('auth_password', auth_password)) }),
    ...(inbound_auth_password === undefined
      ? {}
      : {
          inbound_password: seal(deps, place, 'inbound', readPassword('inbound_auth_password', inbound_auth_password)),
        }),
  };
}

function seal(
  deps: Pick<Deps, 'envelope'>,
  place: SipTrunkPlace,
  which: 'auth' | 'inbound',
  password: string | null,
): Buffer | null {
  return password === null
    ? null
    : deps.envelope.seal(password, passwordContext(place.workspaceId, place.sipTrunkId, which));
}

function readName(name: string): string {
  checkLength('name', name, MAX_NAME);
  if (name.trim() === '') throw invalidRequest('name: expected a name, got an empty text.');
  return name;
}

function render(deps: Pick<Deps, 'trunkCare'>, row: Row<'sip_trunks'>): SipTrunkAnswer {
  const config = row.config as unknown as SipTrunkSettings;
  return {
    sip_trunk_id: row.sip_trunk_id,
    name: row.name,
    ...config,
    has_auth_password: row.password !== null,
    has_inbound_auth_password: row.inbound_password !== null,
    health: renderHealth(deps.trunkCare?.health(row.sip_trunk_id) ?? null),
    last_modification_timestamp: row.modified_at,
  } as SipTrunkAnswer;
}

function renderHealth(health: TrunkHealth | null): Schema<'SipTrunkHealth'> {
  if (!health) return null;
  const { targets, registration } = health;
  return {
    targets: targets.map(({ uri, state, checkedAt, detail }) => ({
      uri,
      state,
      checked_timestamp: checkedAt,
      detail,
    })),
    registration: registration && {
      state: registration.state,
      until_timestamp: registration.until,
      detail: registration.detail,
    },
  };
}

function keyOf({ workspaceId, sipTrunkId }: SipTrunkPlace) {
  return { workspace_id: workspaceId, sip_trunk_id: sipTrunkId };
}
