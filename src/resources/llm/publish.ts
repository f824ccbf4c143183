// A Retell LLM is published with the agent that uses it: the version freezes, and another begins as a draft.

import type { Transaction } from 'kysely';
import type { Database } from '../../storage/index.ts';
import {
  findRetellLlm,
  insertRetellLlm,
  lockVersions,
  updateRetellLlmRow,
  type RetellLlmKey,
} from '../../storage/tables/index.ts';

/** Freezes one version, in place. True when it is there; another agent that shares the LLM may have frozen it already. */
export async function freezeRetellLlm(
  tx: Transaction<Database>,
  key: RetellLlmKey,
  version: number,
  now: number,
): Promise<boolean> {
  await lockVersions(tx, key.llm_id);
  const row = await findRetellLlm(tx, key, version);
  if (row && !row.is_published)
    await updateRetellLlmRow(tx, { ...key, version }, { is_published: true, modified_at: now });
  return row !== undefined;
}

/** Begins version `to` as a draft with the settings of version `from`, unless `to` is there. */
export async function draftRetellLlm(
  tx: Transaction<Database>,
  key: RetellLlmKey,
  versions: { from: number; to: number },
  now: number,
): Promise<void> {
  await lockVersions(tx, key.llm_id);
  const row = await findRetellLlm(tx, key, versions.from);
  if (!row || (await findRetellLlm(tx, key, versions.to))) return;
  const config = JSON.stringify(row.config);
  await insertRetellLlm(tx, { ...row, config, version: versions.to, is_published: false, modified_at: now });
}
