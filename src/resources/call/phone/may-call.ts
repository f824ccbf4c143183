// Whom a call of ours is given to is called by the same limits as anybody, and counted like a call: a minute with the dialling, what was really
// talked when that is over.

import type { Row } from '../../../storage/index.ts';
import type { LiveCallDeps } from '../live-call.ts';

export interface Admitted {
  why: null;
  /** Once it is over, or was never dialled. What is said first counts. Never rejects. */
  settle(talkedMs: number): Promise<void>;
}

export type MayCallDeps = Pick<LiveCallDeps, 'refuseDestination' | 'settleDestination' | 'wallClock' | 'log'>;

/** `why`: a sentence that says why nobody is to be called there. */
export async function mayCall(
  deps: MayCallDeps,
  number: Row<'phone_numbers'>,
  to: string,
): Promise<Admitted | { why: string }> {
  const dialledAt = deps.wallClock();
  const why = await deps.refuseDestination?.(number.workspace_id, number, to);
  if (why) return { why };
  let settled: Promise<void> | null = null;
  async function settle(talkedMs: number): Promise<void> {
    try {
      await deps.settleDestination?.(number.workspace_id, to, { dialledAt, talkedMs });
    } catch (error) {
      deps.log.warn({ workspaceId: number.workspace_id, err: error }, 'minutes of a transfer count as one');
    }
  }
  return { why: null, settle: (talkedMs) => (settled ??= settle(talkedMs)) };
}
