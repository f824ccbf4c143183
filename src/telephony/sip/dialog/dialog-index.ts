// All dialogs of a user agent, by Call-ID and both tags.

import { keyOfDialog, type Dialog } from './dialog.ts';
import type { DialogIndex, DialogOwner } from './session-deps.ts';

export function createDialogIndex(): DialogIndex {
  const dialogs = new Map<string, { dialog: Dialog; owner: DialogOwner }>();
  const keyOf = ({ callId, localTag, remoteTag }: Dialog): string => keyOfDialog(callId, localTag, remoteTag);
  return {
    add: (dialog, owner) => void dialogs.set(keyOf(dialog), { dialog, owner }),
    remove: (dialog) => void dialogs.delete(keyOf(dialog)),
    find: (callId, localTag, remoteTag) => dialogs.get(keyOfDialog(callId, localTag, remoteTag)),
  };
}
