// Lets somebody hear a running call without being heard.

import { ApiError } from '../../contract/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { newId } from '../new-id.ts';
import { ACCESS_TOKEN_MS } from './access-token.ts';
import { MAX_LISTENERS } from './audience.ts';
import type { CallPlace } from './calls.ts';
import { ongoingCall } from './command-call.ts';

export interface ListenAnswer {
  access_token: string;
  expires_at: number;
  participant_id: string;
  room_name: string;
  url: string;
  transport: 'livekit';
}

/**
 * A token for one more listener. Throws 422 for a call that does not run, 409 when all seats are taken or when another server runs it:
 * sound is heard only where it is.
 */
export async function listenLiveCall(deps: ResourceDeps, place: CallPlace): Promise<ListenAnswer> {
  const row = await ongoingCall(deps, place);
  const call = deps.liveCall(row.call_id);
  if (!call) throw new ApiError('conflict', `Call ${row.call_id} runs on another server; ask that one.`);
  const participant_id = newId('listener');
  if (!call.audience.admits(participant_id))
    throw new ApiError('conflict', `${MAX_LISTENERS} listen to call ${row.call_id} already, which is as many as may.`);
  return {
    access_token: await deps.accessTokens.createListener(row.call_id, participant_id),
    expires_at: deps.now() + ACCESS_TOKEN_MS,
    participant_id,
    room_name: row.call_id,
    url: deps.publicUrl.replace(/^http/, 'ws'),
    transport: 'livekit',
  };
}
