// Dialogs of answered calls in the database: a server that died owes the far end a BYE, or the carrier bills a ghost.

import type { Kysely } from 'kysely';
import type { DialogKeeper } from '../../interfaces/sip-trunk.ts';
import type { CallOwner, Database } from '../../storage/index.ts';
import { forgetSipDialog, keepSipDialog, takeOrphanedSipDialogs } from '../../storage/tables/index.ts';

const AT_ONCE = 200;

/** `node`: this life of this server; there is one before there are calls. */
export function createDialogKeeper(db: Kysely<Database>, node: () => CallOwner): DialogKeeper {
  return {
    keep: ({ key, workspaceId, callId, trunkId, dialog }) =>
      keepSipDialog(db, {
        dialog_key: key,
        workspace_id: workspaceId,
        call_id: callId,
        sip_trunk_id: trunkId,
        node_id: node().nodeId,
        node_epoch: node().epoch,
        dialog,
      }),
    forget: (key) => forgetSipDialog(db, key, node()),
    async orphans() {
      const rows = await takeOrphanedSipDialogs(db, AT_ONCE);
      return rows.map((row) => ({
        key: row.dialog_key,
        workspaceId: row.workspace_id,
        callId: row.call_id,
        trunkId: row.sip_trunk_id,
        dialog: row.dialog,
      }));
    },
  };
}
