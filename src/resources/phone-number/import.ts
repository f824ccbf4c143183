// A number of the owner's own carrier: nothing is tried until its first call.

import { checkNumber } from './numbering.ts';
import { invalidRequest, refused, type RequestBody } from '../../contract/index.ts';
import { insertPhoneNumber } from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { changedConfig, renderPhoneNumber, sealPassword, type PhoneNumber } from './phone-numbers.ts';
import { checkLength, MAX_TEXT } from './settings.ts';
import { checkTrunkOfNumber } from './trunk-of-number.ts';

/** Unless `ignore_e164_validation` is false, pseudo numbers of private switches are taken as well. */
export async function importPhoneNumber(
  deps: Pick<ResourceDeps, 'db' | 'now' | 'envelope'>,
  workspaceId: string,
  body: RequestBody<'importPhoneNumber'>,
): Promise<PhoneNumber> {
  const { phone_number, sip_trunk_auth_username: auth_username, sip_trunk_auth_password, ...rest } = body;
  checkNumber('phone_number', phone_number, body.ignore_e164_validation ?? true);
  checkLength('sip_trunk_auth_username', auth_username, MAX_TEXT);
  const { sip_trunk_id = null } = body;
  if (sip_trunk_id === null && body.termination_uri === undefined)
    throw invalidRequest('termination_uri: expected the address of your SIP trunk, or sip_trunk_id.');
  await checkTrunkOfNumber(deps.db, workspaceId, sip_trunk_id);
  const config = await changedConfig(deps.db, workspaceId, {}, { ...rest, auth_username });
  const now = deps.now();
  const row = await insertPhoneNumber(deps.db, {
    workspace_id: workspaceId,
    phone_number,
    provider: 'custom',
    sip_trunk_id,
    config: JSON.stringify(config),
    trunk_password: sealPassword(deps, { workspaceId, phoneNumber: phone_number }, sip_trunk_auth_password),
    created_at: now,
    modified_at: now,
  });
  if (!row) throw refused(`Phone number ${phone_number} is here already; change it with update-phone-number.`);
  return renderPhoneNumber(row);
}
