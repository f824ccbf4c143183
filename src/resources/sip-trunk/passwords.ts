// Under which name a trunk's passwords are sealed, so that one cannot be put in the place of another.

import type { Row } from '../../storage/index.ts';
import type { ResourceDeps } from '../deps.ts';

export function passwordContext(workspaceId: string, sipTrunkId: string, which: 'auth' | 'inbound'): string {
  return `${which} password of ${sipTrunkId} in ${workspaceId}`;
}

/** Both in the clear, for whoever dials. */
export function trunkPasswords(
  { envelope }: Pick<ResourceDeps, 'envelope'>,
  row: Row<'sip_trunks'>,
): { auth: string | null; inbound: string | null } {
  const open = (sealed: Buffer | null, which: 'auth' | 'inbound'): string | null =>
    sealed && envelope.open(sealed, passwordContext(row.workspace_id, row.sip_trunk_id, which));
  return { auth: open(row.password, 'auth'), inbound: open(row.inbound_password, 'inbound') };
}
