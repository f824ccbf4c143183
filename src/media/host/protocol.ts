// What session host and media host say to each other: orders one way, news the other, in order, one message for all that came up together.

import type {
  HostLoad,
  MediaEvent,
  MediaSummary,
  Reflex,
  Route,
  SourceId,
  TapId,
  UttId,
  VoiceId,
} from '../../interfaces/bridge.ts';
import type { WordTime } from '../../interfaces/audio.ts';
import type { CallLeg, LegId } from '../../interfaces/leg.ts';
import type { TapPlan } from '../bridge/taps.ts';
import type { RtpNews, RtpOrder } from '../rtp/rtp-protocol.ts';
import type { StreamNumber } from './byte-pack.ts';
import type { PeerNews, PeerOrder } from '../webrtc/peer-protocol.ts';

/** `bridge`: number of the bridge on this host. */
export type HostOrder =
  | { do: 'open'; bridge: number; callId: string; originUs: number }
  | { do: 'close'; bridge: number; reply: number }
  | { do: 'endRecording'; bridge: number; reply: number }
  | { do: 'attach'; bridge: number; leg: LegId; role: CallLeg['role'] }
  | { do: 'detach'; bridge: number; leg: LegId }
  | { do: 'routes'; bridge: number; routes: Route[] }
  | { do: 'tap'; bridge: number; from: SourceId; id: TapId; plan: TapPlan }
  | { do: 'untap'; bridge: number; id: TapId }
  | ({ bridge: number; voice: VoiceId } & VoiceOrder)
  /** `stream`: number under which frames of a phone's leg travel, in both directions. */
  | { do: 'peer'; leg: LegId; order: PeerOrder | RtpOrder; stream?: StreamNumber }
  /** Frames of carriers' sockets as packed by byte-pack.ts. */
  | { do: 'frames'; packed: ArrayBuffer }
  | { do: 'dump'; reply: number }
  | { do: 'shutdown' };

export type VoiceOrder =
  | { do: 'gate'; utt: UttId; open: boolean }
  | { do: 'write'; utt: UttId; pcm: Int16Array; rateHz: number; words: WordTime[] | undefined }
  | { do: 'end'; utt: UttId }
  | { do: 'pause'; fadeMs: number }
  | { do: 'resume'; rewindMs: number }
  | { do: 'clear'; utt: UttId | undefined }
  | { do: 'loop'; asset: { pcm: Int16Array; rateHz: number } | null; gain: number }
  | { do: 'volume'; gain: number }
  | ({ do: 'reflex' } & Reflex);

/** Everything of one tick. `frames` as packed by frame-pack.ts, delivered before the events. */
export interface HostNews {
  frames: ArrayBuffer | null;
  /** For carriers' sockets, as packed by byte-pack.ts. */
  legFrames: ArrayBuffer | null;
  events: { bridge: number; event: MediaEvent }[];
  peers: { leg: LegId; news: PeerNews | RtpNews }[];
  replies: { reply: number; value: unknown }[];
  /** Errors that nobody caught, with their stacks; for the log. */
  faults: string[];
  load: HostLoad | null;
}

export interface HostReady {
  /** Thread id of the operating system, where it has one (Linux). */
  tid: number | null;
}

/** The worker's second message, once: its first connection is behind it, and it may be ended at any moment. */
export type HostWarm = 'warm';

/** What the worker is started with. */
export interface HostWorkerData {
  udpPorts: [number, number] | null;
  /** For calls of the telephone. */
  rtpPorts: [number, number] | null;
  /** Addresses to offer to peers, best first. */
  addresses: string[];
}

export type CloseReply = MediaSummary;
