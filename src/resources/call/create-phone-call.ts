// An outbound call: from a number of the workspace, by the agent bound to it or another one, to somebody who may be called. It is created
// at once and waits for its turn to be dialled.

import type { Kysely, Transaction } from 'kysely';
import { ApiError, refused, invalidRequest, type RequestBody, type Schema, quoted } from '../../contract/index.ts';
import type { Database, Row } from '../../storage/index.ts';
import { findPhoneNumber, insertCall, lockWorkspaceCalls } from '../../storage/tables/index.ts';
import { resolveAgent, takeSnapshot, type ResolvedAgent } from '../agent/index.ts';
import { countDialled, refusalOf, refuseOrNull } from '../call-limits/index.ts';
import { doNotCall } from '../contact/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { newId, randomHex } from '../new-id.ts';
import { checkNumber, chooseAgent, countryOf, isBlocked, isE164, type NumberConfig } from '../phone-number/index.ts';
import { withOwnVoices } from '../voice/index.ts';
import { takeSlot } from '../workspace/index.ts';
import {
  checkedOverride,
  checkOverriddenBases,
  checkMetadata,
  checkVariables,
  jsonOrNull,
  storageDetails,
  type AgentOverride,
} from './call-request.ts';
import type { CallSettings } from './details.ts';
import { queueDial } from './dial-queue.ts';
import { renderCall, type CallObject } from './render.ts';
import { checkSipHeaders } from './sip-headers.ts';

/** What a single call and a task of a batch have in common, its override checked. */
export type PhoneCallWish = Omit<Schema<'BatchCallTask'>, 'agent_override'> & {
  agent_override?: AgentOverride;
  from_number: string;
  batch_call_id?: string;
};

/** By which number and agent a call goes out. */
export interface PhoneCallRoute {
  number: Row<'phone_numbers'>;
  agent: ResolvedAgent;
}

type Random = () => number;

/** 400 for what must not or cannot be called, 422 for an unknown agent, 429 without a free slot. */
export async function createPhoneCall(
  deps: Pick<ResourceDeps, 'db' | 'now' | 'voices' | 'fileLinks'>,
  workspaceId: string,
  body: RequestBody<'createPhoneCall'>,
): Promise<CallObject> {
  const known = body.agent_override ? await withOwnVoices(deps, workspaceId) : deps;
  const wish = { ...checkedTask(known, body), from_number: body.from_number };
  await checkOverriddenBases(deps.db, workspaceId, [wish]);
  const route = await routePhoneCall(deps.db, workspaceId, wish, deps.now());
  return deps.db.transaction().execute(async (trx) => {
    const row = await insertPhoneCall(trx, wish, route, deps.now(), (now) =>
      takeSlot(trx, workspaceId, now, 'outbound'),
    );
    return renderCall(row, deps.fileLinks);
  });
}

/** Checks what needs no look-up; `path` is put before the names of fields. */
export function checkedTask(
  deps: Pick<ResourceDeps, 'voices'>,
  task: Schema<'BatchCallTask'>,
  path = '',
): Omit<PhoneCallWish, 'from_number'> {
  checkMetadata(task.metadata, path);
  checkVariables(`${path}retell_llm_dynamic_variables`, task.retell_llm_dynamic_variables);
  checkSipHeaders(`${path}custom_sip_headers`, task.custom_sip_headers);
  const { agent_override: given, ...plain } = task;
  const agent_override = checkedOverride(deps, given, path);
  return { ...plain, ...(agent_override ? { agent_override } : {}) };
}

/** Finds number and agent, and refuses whom this workspace may not call. Changes nothing. */
export async function routePhoneCall(
  db: Kysely<Database>,
  workspaceId: string,
  wish: PhoneCallWish,
  now: number,
  random: Random = Math.random,
): Promise<PhoneCallRoute> {
  const number = await ownNumber(db, workspaceId, wish.from_number);
  checkNumber('to_number', wish.to_number, number.provider === 'custom' && wish.ignore_e164_validation === true);
  checkCountry(number.config as NumberConfig, wish.to_number);
  await checkConsent(db, workspaceId, wish.to_number);
  const why = await refuseOrNull(db, workspaceId, wish.to_number, now);
  if (why !== null) throw refused(`to_number: ${why}`);
  return { number, agent: await agentFor(db, workspaceId, number, wish, random) };
}

/** The row of a number of this workspace; throws 400 for any other. */
export async function ownNumber(
  db: Kysely<Database>,
  workspaceId: string,
  phoneNumber: string,
): Promise<Row<'phone_numbers'>> {
  const number = await findPhoneNumber(db, { workspace_id: workspaceId, phone_number: phoneNumber });
  if (number) return number;
  throw invalidRequest(`from_number: ${quoted(phoneNumber)} is no number of this workspace; import or buy it first.`);
}

/** Snapshot, slot, row and place in the line, in the caller's transaction. `take` throws when no slot is free. */
export async function insertPhoneCall(
  trx: Transaction<Database>,
  wish: PhoneCallWish,
  { number, agent: { agent, tag, variables } }: PhoneCallRoute,
  now: number,
  take: (now: number) => Promise<void>,
): Promise<Row<'calls'>> {
  // Before the slot: that lock keeps other calls of the workspace waiting.
  const configuration_hash = await takeSnapshot(trx, agent, variables);
  await take(now);
  const { workspace_id, provider } = number;
  // Again, now that nobody else of the workspace makes a call.
  const why = await refusalOf(trx, workspace_id, wish.to_number, now);
  if (why !== null) throw refused(`to_number: ${why}`);
  await countDialled(trx, workspace_id, wish.to_number, now);
  const row = await insertCall(trx, {
    workspace_id,
    call_id: newId('call'),
    call_type: 'phone_call',
    call_status: 'registered',
    agent_id: agent.agent_id,
    agent_version: agent.version,
    agent_name: agent.agent_name,
    configuration_hash,
    batch_call_id: wish.batch_call_id ?? null,
    direction: 'outbound',
    from_number: wish.from_number,
    to_number: wish.to_number,
    created_at: now,
    files_key: randomHex(64),
    has_recording: false,
    metadata: jsonOrNull(wish.metadata),
    retell_llm_dynamic_variables: jsonOrNull(wish.retell_llm_dynamic_variables),
    details: JSON.stringify({
      ...(wish.agent_override ? { agent_override: wish.agent_override } : {}),
      ...(wish.custom_sip_headers ? { custom_sip_headers: wish.custom_sip_headers } : {}),
      ...storageDetails(agent.config, wish.agent_override, tag),
      ...({ is_counted: true } satisfies CallSettings),
    }),
    owner_epoch: 0,
  });
  await queueDial(trx, { workspace_id, provider, call_id: row.call_id });
  return row;
}

/** Pseudo numbers of private switches belong to no country. */
function checkCountry({ allowed_outbound_country_list: allowed }: NumberConfig, toNumber: string): void {
  if (isBlocked(toNumber))
    throw refused(`to_number: calls to ${countryOf(toNumber) ?? 'this country'} are never placed.`);
  if (!allowed?.length || !isE164(toNumber)) return;
  const country = countryOf(toNumber);
  if (country !== null && allowed.includes(country)) return;
  throw refused(
    `to_number: ${country ?? 'its country'} is not in the allowed_outbound_country_list of from_number (${allowed.join(', ')}).`,
  );
}

/** Why a call of this number may not be given to somebody, as a sentence; null when it may, and then it is counted. */
export async function refuseDestination(
  db: Kysely<Database>,
  number: Pick<Row<'phone_numbers'>, 'workspace_id' | 'config'>,
  to: string,
  now: number,
): Promise<string | null> {
  try {
    checkCountry(number.config, to);
    await checkConsent(db, number.workspace_id, to);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.message;
  }
  return db.transaction().execute(async (trx) => {
    // Nobody passes a limit by asking twice at once.
    await lockWorkspaceCalls(trx, number.workspace_id);
    const why = await refuseOrNull(trx, number.workspace_id, to, now);
    if (why === null) await countDialled(trx, number.workspace_id, to, now);
    return why;
  });
}

async function checkConsent(db: Kysely<Database>, workspaceId: string, toNumber: string): Promise<void> {
  const why = await doNotCall(db, workspaceId, toNumber);
  if (why !== null) throw refused(`to_number: ${why}`);
}

async function agentFor(
  db: Kysely<Database>,
  workspaceId: string,
  number: Row<'phone_numbers'>,
  { override_agent_id, override_agent_version }: PhoneCallWish,
  random: Random,
): Promise<ResolvedAgent> {
  const field = 'override_agent_version';
  if (override_agent_id !== undefined)
    return resolveAgent(db, workspaceId, override_agent_id, override_agent_version, 'voice', field);
  const bound = chooseAgent(number, 'outbound', random);
  if (!bound)
    throw refused(
      `No outbound agent is bound to ${number.phone_number}: bind one with update-phone-number, or name one by override_agent_id.`,
    );
  try {
    const version = override_agent_version ?? bound.agent_version;
    return await resolveAgent(db, workspaceId, bound.agent_id, version, 'voice', field);
  } catch (error) {
    if (!(error instanceof ApiError) || error.kind !== 'unknown_asset') throw error;
    throw refused(`The outbound agent of ${number.phone_number} cannot take this call. ${error.message}`);
  }
}
