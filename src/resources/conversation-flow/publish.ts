// A flow is published with the agent that uses it: the version freezes with its own copies of shared components, and the next draft begins.

import type { Transaction } from 'kysely';
import type { Database } from '../../storage/index.ts';
import {
  findConversationFlow,
  insertConversationFlow,
  lockComponentsShared,
  lockVersions,
  updateConversationFlowRow,
  type ConversationFlowKey,
} from '../../storage/tables/index.ts';
import { copySharedComponents, type ConversationFlowConfig } from './components.ts';
import { documentColumns } from './flows.ts';

/** Freezes one version, in place. True when it is there; another agent that shares the flow may have frozen it already. */
export async function freezeConversationFlow(
  tx: Transaction<Database>,
  key: ConversationFlowKey,
  version: number,
  now: number,
): Promise<boolean> {
  await lockVersions(tx, key.conversation_flow_id);
  await lockComponentsShared(tx, key.workspace_id);
  const row = await findConversationFlow(tx, key, version);
  if (!row || row.is_published) return row !== undefined;
  const config = await copySharedComponents(tx, key.workspace_id, row.config as ConversationFlowConfig);
  const frozen = { ...documentColumns(config), is_published: true, modified_at: now };
  await updateConversationFlowRow(tx, { ...key, version }, frozen);
  return true;
}

/** Begins version `to` as a draft with the document of version `from`, unless `to` is there. */
export async function draftConversationFlow(
  tx: Transaction<Database>,
  key: ConversationFlowKey,
  versions: { from: number; to: number },
  now: number,
): Promise<void> {
  await lockVersions(tx, key.conversation_flow_id);
  await lockComponentsShared(tx, key.workspace_id);
  const row = await findConversationFlow(tx, key, versions.from);
  if (!row || (await findConversationFlow(tx, key, versions.to))) return;
  const document = documentColumns(row.config as ConversationFlowConfig);
  await insertConversationFlow(tx, {
    ...row,
    ...document,
    version: versions.to,
    is_published: false,
    modified_at: now,
  });
}
