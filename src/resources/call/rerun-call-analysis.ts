// The analysis of an ended call once more, by the settings that its agent has now.

import { notFound, refused } from '../../contract/index.ts';
import { enqueue } from '../../storage/index.ts';
import { findCall } from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import type { CallPlace } from './calls.ts';
import { isStrict } from './privacy.ts';
import { renderCall, type CallObject } from './render.ts';

/** The answer is the call as it stands; the webhook call_analyzed tells of the result. Refused while there is nothing to analyse. */
export async function rerunCallAnalysis(deps: ResourceDeps, place: CallPlace): Promise<CallObject> {
  const row = await findCall(deps.db, place.workspaceId, place.callId);
  if (!row) throw notFound('call', place.callId);
  if (row.end_timestamp === null)
    throw refused(`Call ${place.callId} is ${row.call_status}; it can be analysed when it has ended.`);
  if (isStrict(row))
    throw refused(`Call ${place.callId} keeps its basic attributes alone; there is no transcript to analyse.`);
  await enqueue(deps.db, 'analyze-call', { call_id: row.call_id, rerun: deps.now() });
  return renderCall(row, deps.fileLinks);
}
