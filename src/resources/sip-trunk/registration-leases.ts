// Which trunks this server keeps registered, agreed on with the others by the database.

import type { Kysely } from 'kysely';
import type { RegistrationLeases } from '../../interfaces/sip-trunk.ts';
import { DEAD_AFTER_MS, type CallOwner, type Database } from '../../storage/index.ts';
import { holdTrunkRegistrations, releaseTrunkRegistration } from '../../storage/tables/index.ts';

/** `node`: this life of this server; null while that is not known, then nothing is held. */
export function createRegistrationLeases(db: Kysely<Database>, node: () => CallOwner | null): RegistrationLeases {
  const keyOf = ({ workspaceId, trunkId }: Parameters<RegistrationLeases['release']>[0]) => ({
    workspace_id: workspaceId,
    sip_trunk_id: trunkId,
  });
  return {
    async hold(trunks) {
      const owner = node();
      return new Set(owner ? await holdTrunkRegistrations(db, owner, trunks.map(keyOf), DEAD_AFTER_MS) : []);
    },
    async release(trunk) {
      const owner = node();
      if (owner) await releaseTrunkRegistration(db, owner, keyOf(trunk));
    },
  };
}
