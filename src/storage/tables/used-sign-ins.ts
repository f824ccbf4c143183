// Sign-in links that were already used, and sessions that were ended before their time.

import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';

/** True for the first caller of an id, false for every later one. */
export async function useSignIn(db: Kysely<Database>, signInId: string, at: number): Promise<boolean> {
  const result = await db
    .insertInto('used_sign_ins')
    .values({ sign_in_id: signInId, used_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function isSignInUsed(db: Kysely<Database>, signInId: string): Promise<boolean> {
  const row = await db
    .selectFrom('used_sign_ins')
    .select('sign_in_id')
    .where('sign_in_id', '=', signInId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Links that expired before `before` need not be remembered. */
export async function forgetUsedSignIns(db: Kysely<Database>, before: number): Promise<void> {
  await db.deleteFrom('used_sign_ins').where('used_at', '<', before).execute();
}
