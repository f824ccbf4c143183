// A person speaks in the agent's place.

import type { RequestBody } from '../../contract/index.ts';
import type { ResourceDeps } from '../deps.ts';
import type { CallPlace } from './calls.ts';
import { commandCall, ongoingCall } from './command-call.ts';

/** Asking again for the same person changes nothing. Throws 409 when somebody else has taken over, 422 for one who does not listen. */
export async function takeOverLiveCall(
  deps: ResourceDeps,
  place: CallPlace,
  body: RequestBody<'takeOverLiveCall'>,
): Promise<{ success: boolean }> {
  const row = await ongoingCall(deps, place);
  await commandCall(deps, row, { do: 'takeOver', participantId: body.participant_id });
  return { success: true };
}
