// A batch that is not to go on.

import { notFound } from '../../contract/index.ts';
import { cancelTestRuns, findBatchTest, lockBatchTest } from '../../storage/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { renderBatch, type BatchTest } from './batch-tests.ts';

/**
 * Runs that are not over end as errors; whoever plays one learns of it with his next step, before any tool. A batch that is complete
 * stays as it is. Throws 404.
 */
export async function cancelBatchTest(
  deps: Pick<ResourceDeps, 'db' | 'now'>,
  { workspaceId, batchTestId }: { workspaceId: string; batchTestId: string },
): Promise<BatchTest> {
  return deps.db.transaction().execute(async (trx) => {
    const batch = await lockBatchTest(trx, workspaceId, batchTestId);
    if (!batch) throw notFound('batch test', batchTestId);
    await cancelTestRuns(trx, workspaceId, batchTestId, 'The batch was cancelled.', deps.now());
    return renderBatch((await findBatchTest(trx, workspaceId, batchTestId)) ?? batch);
  });
}
