// Phone numbers: get, list, update, delete. How they come in stands in buy.ts and import.ts.

import type { Kysely } from 'kysely';
import { invalidRequest, notFound, type RequestBody, type Schema } from '../../contract/index.ts';
import { TelephonyError } from '../../interfaces/telephony.ts';
import type { Database, Row } from '../../storage/index.ts';
import {
  deletePhoneNumberRow,
  findNumberFallingBackTo,
  findPhoneNumber,
  listPhoneNumberRows,
  lockFallbacks,
  lockPhoneNumber,
  updatePhoneNumberRow,
} from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { pageLimit } from '../limits.ts';
import { decodePageKey, pageOf, type Page } from '../page-key.ts';
import { AGENT_LISTS, changedAgentLists, checkAgentLists, renderAgentLists } from './agent-weights.ts';
import type { AgentListName, AgentLists } from './agent-weights.ts';
import { areaCodeOf, prettyNumber } from './numbering.ts';
import { changedSettings, checkFallbackNumber, checkNoTrunk, renderSettings, type NumberSettings } from './settings.ts';
import { checkTrunkOfNumber } from './trunk-of-number.ts';

export type PhoneNumber = Schema<'PhoneNumberResponse'>;
/** What `config` of a number holds. */
export type NumberConfig = NumberSettings & AgentLists;

export interface NumberPlace {
  workspaceId: string;
  phoneNumber: string;
}

const LIST = 'phone numbers';
const TYPES = { twilio: 'retell-twilio', telnyx: 'retell-telnyx', custom: 'custom' } as const;

export async function getPhoneNumber(deps: Pick<ResourceDeps, 'db'>, place: NumberPlace): Promise<PhoneNumber> {
  const row = await findPhoneNumber(deps.db, keyOf(place));
  if (!row) throw notFound('phone number', place.phoneNumber);
  return renderPhoneNumber(row);
}

/** All of them, the latest first. */
export async function listPhoneNumbers(deps: Pick<ResourceDeps, 'db'>, workspaceId: string): Promise<PhoneNumber[]> {
  const rows = await listPhoneNumberRows(deps.db, workspaceId, { ascending: false, limit: null });
  return rows.map(renderPhoneNumber);
}

/** In pages, the latest first unless asked otherwise. */
export async function listPhoneNumbersV2(
  deps: Pick<ResourceDeps, 'db'>,
  workspaceId: string,
  query: { limit?: number; sort_order?: string; pagination_key?: string },
): Promise<Page<PhoneNumber>> {
  const limit = pageLimit(query.limit, 50);
  const rows = await listPhoneNumberRows(deps.db, workspaceId, {
    ascending: query.sort_order === 'ascending',
    limit: limit + 1,
    ...pageStart(query.pagination_key),
  });
  return pageOf(rows, limit, LIST, (row) => [row.created_at, row.phone_number], renderPhoneNumber);
}

/** The contract lists no 400 here: a key that is none begins with the first page. */
function pageStart(key: string | undefined) {
  if (key === undefined) return {};
  try {
    const [created_at, phone_number] = decodePageKey(LIST, key, ['number', 'string']) as [number, string];
    return { after: { created_at, phone_number } };
  } catch {
    return {};
  }
}

/** Fields that are left out stay; fields that numbers do not have are ignored. */
export async function updatePhoneNumber(
  deps: Pick<ResourceDeps, 'db' | 'now' | 'envelope'>,
  place: NumberPlace,
  body: RequestBody<'updatePhoneNumber'>,
): Promise<PhoneNumber> {
  return deps.db.transaction().execute(async (trx) => {
    if (body.fallback_number !== undefined) await lockFallbacks(trx, place.workspaceId);
    const row = await lockPhoneNumber(trx, keyOf(place));
    if (!row) throw notFound('phone number', place.phoneNumber);
    const isCustom = row.provider === 'custom';
    if (!isCustom) checkNoTrunk(body);
    const config = await changedConfig(trx, place.workspaceId, row.config, body);
    if (body.fallback_number != null) await checkFallback(trx, place, body.fallback_number);
    if (body.sip_trunk_id !== undefined) await checkTrunkOfNumber(trx, place.workspaceId, body.sip_trunk_id);
    const updated = await updatePhoneNumberRow(trx, keyOf(place), {
      config: JSON.stringify(config),
      ...(body.fallback_number === undefined ? {} : { fallback_number: body.fallback_number }),
      ...(body.sip_trunk_id === undefined ? {} : { sip_trunk_id: body.sip_trunk_id }),
      ...(isCustom && body.auth_password !== undefined
        ? { trunk_password: sealPassword(deps, place, body.auth_password) }
        : {}),
      modified_at: deps.now(),
    });
    return renderPhoneNumber(updated ?? row);
  });
}

/** A bought number goes back to its carrier first; calls that were made with it stay. */
export async function deletePhoneNumber(
  deps: Pick<ResourceDeps, 'db' | 'telephony' | 'log'>,
  place: NumberPlace,
): Promise<void> {
  const row = await findPhoneNumber(deps.db, keyOf(place));
  if (!row) throw notFound('phone number', place.phoneNumber);
  await release(deps, row);
  await deletePhoneNumberRow(deps.db, keyOf(place));
}

/** A number that its carrier no longer has is gone all the same; one that cannot be given back now keeps costing, so it stays. */
async function release(deps: Pick<ResourceDeps, 'telephony' | 'log'>, row: Row<'phone_numbers'>): Promise<void> {
  const { provider, provider_id: providerId, phone_number: phoneNumber } = row;
  if (provider === 'custom' || providerId === null) return;
  if (!deps.telephony) {
    deps.log.warn({ provider }, 'a bought number is deleted here only: no carrier is set up to give it back to');
    return;
  }
  try {
    await deps.telephony.releaseNumber({ provider, providerId, phoneNumber });
  } catch (error) {
    if (!(error instanceof TelephonyError)) throw error;
    if (error.kind === 'no_such_number') return;
    throw invalidRequest(`The number could not be given back to ${provider}: ${error.message}`);
  }
}

/** Settings and agents after a request, checked. */
export async function changedConfig(
  db: Kysely<Database>,
  workspaceId: string,
  current: NumberConfig,
  body: Record<string, unknown>,
): Promise<NumberConfig> {
  const lists = changedAgentLists(current, body);
  const names = (Object.keys(AGENT_LISTS) as AgentListName[]).filter((name) => lists[name] !== current[name]);
  await checkAgentLists(db, workspaceId, lists, names);
  return { ...changedSettings(current, body), ...lists };
}

/** Throws 400 for a chain: neither may the fallback have one of its own, nor may this number be somebody's. */
export async function checkFallback(trx: Kysely<Database>, place: NumberPlace, fallback: string): Promise<void> {
  checkFallbackNumber(place.phoneNumber, fallback);
  const target = await findPhoneNumber(trx, { workspace_id: place.workspaceId, phone_number: fallback });
  if (target?.fallback_number != null)
    throw invalidRequest(`fallback_number: ${fallback} falls back to ${target.fallback_number} itself.`);
  const user = await findNumberFallingBackTo(trx, keyOf(place));
  if (user !== undefined)
    throw invalidRequest(
      `fallback_number: ${place.phoneNumber} is the fallback of ${user}, so it can have none itself.`,
    );
}

/** null or nothing for no password. */
export function sealPassword(
  deps: Pick<ResourceDeps, 'envelope'>,
  { workspaceId, phoneNumber }: NumberPlace,
  password: string | null | undefined,
): Buffer | null {
  return password == null || password === ''
    ? null
    : deps.envelope.seal(password, passwordContext(workspaceId, phoneNumber));
}

/** The trunk's password in the clear, for whoever dials. */
export function trunkPassword(deps: Pick<ResourceDeps, 'envelope'>, row: Row<'phone_numbers'>): string | null {
  const { trunk_password, workspace_id, phone_number } = row;
  return trunk_password && deps.envelope.open(trunk_password, passwordContext(workspace_id, phone_number));
}

export function renderPhoneNumber(row: Row<'phone_numbers'>): PhoneNumber {
  const { inbound_agents, outbound_agents, inbound_sms_agents, outbound_sms_agents, ...settings } =
    row.config as NumberConfig;
  const areaCode = areaCodeOf(row.phone_number);
  return {
    phone_number: row.phone_number,
    phone_number_type: TYPES[row.provider],
    phone_number_pretty: prettyNumber(row.phone_number),
    ...(areaCode === null ? {} : { area_code: areaCode }),
    ...renderAgentLists({ inbound_agents, outbound_agents, inbound_sms_agents, outbound_sms_agents } as AgentLists),
    ...renderSettings(settings, row.provider === 'custom'),
    ...(row.sip_trunk_id === null ? {} : { sip_trunk_id: row.sip_trunk_id }),
    fallback_number: row.fallback_number,
    last_modification_timestamp: row.modified_at,
  } as PhoneNumber;
}

function keyOf({ workspaceId, phoneNumber }: NumberPlace) {
  return { workspace_id: workspaceId, phone_number: phoneNumber };
}

function passwordContext(workspaceId: string, phoneNumber: string): string {
  return `trunk password of ${phoneNumber} in ${workspaceId}`;
}
