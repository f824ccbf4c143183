// Hands one phone call to its carrier; what became of that is written into the call.

import { placeCall as place, type PlaceCallDeps } from '../resources/call/index.ts';
import type { JobPayloads } from '../storage/index.ts';

export type { PlaceCallDeps } from '../resources/call/index.ts';

/** Safe to run twice: nobody is dialled a second time. */
export function placeCall(deps: PlaceCallDeps, payload: JobPayloads['place-call']): Promise<void> {
  return place(deps, payload.call_id);
}
