// What the signalling in the main thread and a peer in the media host say to each other.

import type { CallLeg } from '../../interfaces/leg.ts';

export type PeerTarget = 'publisher' | 'subscriber';

export interface CandidateInit {
  candidate: string;
  sdpMid?: string | null;
  sdpMLineIndex?: number | null;
}

export type PeerOrder =
  /** Makes both connections and answers with the subscriber's first offer. */
  | {
      do: 'open';
      wire: 'livekit';
      role: CallLeg['role'];
      participantSid: string;
      trackSid: string;
      /** May its microphone be heard from the start? */
      mayPublish: boolean;
    }
  /** Makes the one connection of the plain transport, which waits for the client's offer. */
  | { do: 'open'; wire: 'gateway'; role: CallLeg['role'] }
  /** Lets its microphone be heard, or no more. */
  | { do: 'permit'; publish: boolean }
  /** From the client: its publisher's offer, its subscriber's answer. `id` goes back with the answer. */
  | { do: 'offer'; sdp: string; id: number }
  | { do: 'answer'; sdp: string; id: number }
  | { do: 'candidate'; target: PeerTarget; init: CandidateInit }
  /** Offers the subscriber anew with fresh ICE credentials. */
  | { do: 'restart' }
  /** A whole DataPacket for the reliable channel; waits until that is open. */
  | { do: 'data'; bytes: Uint8Array }
  | { do: 'close' };

export type PeerState = 'new' | 'connecting' | 'connected' | 'disconnected' | 'failed' | 'closed';

export type PeerNews =
  | { is: 'offer'; sdp: string; id: number }
  | { is: 'answer'; sdp: string; id: number }
  | { is: 'candidate'; target: PeerTarget; init: CandidateInit }
  | { is: 'state'; target: PeerTarget; state: PeerState }
  /** A DataPacket that the client sent. */
  | { is: 'data'; bytes: Uint8Array }
  | { is: 'fault'; what: string; message: string };
