// A call of this process, what it needs of the world, and why it ends.

import type { Kysely } from 'kysely';
import type { MediaHost } from '../../interfaces/bridge.ts';
import type { BlobStore } from '../../interfaces/blob-store.ts';
import type { CallEvent, DisconnectionReason } from '../../interfaces/call-event.ts';
import type { WallClock } from '../../interfaces/clock.ts';
import type { Log } from '../../interfaces/log.ts';
import type { Providers } from '../../interfaces/providers.ts';
import type { Telephony } from '../../interfaces/telephony.ts';
import type { EngineTools } from '../engine-tools.ts';
import type { FileLinks } from '../file/index.ts';
import type { CallOwner, Database, EventWriter, Row } from '../../storage/index.ts';
import type { Audience } from './audience.ts';
import type { PhoneEdges } from './phone/place-phone-call.ts';
import type { Pair } from './transfer/pair.ts';
import type { CallWatcher, StopWatching, Watchers } from './watchers.ts';

/** Where calls go whose end did not come to its end; `recover.ts` tries again. */
export interface CallsLeftOpen {
  /** An end that the database would not take: `write` is tried again by the next sweep. */
  later(callId: string, write: () => Promise<void>): void;
  /** A call of this process whose own course broke: if it is ours and open, it is ended as after a crash. */
  abandoned(callId: string): void;
}

export interface LiveCallDeps extends EngineTools {
  db: Kysely<Database>;
  events: EventWriter;
  blobs: BlobStore;
  mediaHost: MediaHost;
  providers: Providers;
  /** Sends text messages; null without a carrier. */
  telephony?: Pick<Telephony, 'sendText'> | null;
  /** By which calls are given to somebody else; without it they are not. */
  edges?: PhoneEdges | undefined;
  /** Why a number of the workspace may not call this one, as a sentence; null when it may. */
  refuseDestination?(workspaceId: string, from: Row<'phone_numbers'>, to: string): Promise<string | null>;
  /** It was called, and this long talked to: what was counted for it is put right. */
  settleDestination?(workspaceId: string, to: string, talk: { dialledAt: number; talkedMs: number }): Promise<void>;
  node: CallOwner;
  /** Takes ends that the database would not, and calls whose own course broke. */
  recovery: CallsLeftOpen;
  /** Makes a WAV file's header agree with its length; false when there is nothing to hear in it. */
  repairRecording(file: string): Promise<boolean>;
  publicUrl: string;
  fileLinks: FileLinks;
  wallClock: WallClock;
  log: Log;
}

/** What a call is run with beside its leg and row. */
export interface RunOptions {
  /** Of those who followed it before it began. */
  watchers?: Watchers;
  /** What is known of its leg when that is gone, for the record. Never rejects. */
  legRecord?(): Promise<Record<string, unknown>>;
}

/** Why a call is over. */
export interface SessionEnd {
  reason: DisconnectionReason;
  detail: string;
}

/** What can be asked of a running call from outside; plain JSON, because it may have to travel to another server. */
export type CallCommand =
  | { do: 'stop' }
  /** Left out = as it is; `variables: null` clears the overrides. */
  | { do: 'update'; variables?: Record<string, string> | null; context?: string; respond?: boolean }
  /** A text message from the other side. */
  | { do: 'text'; text: string }
  | { do: 'takeOver'; participantId: string };

/**
 * `not_ongoing`: the call is over. `not_connected`: the caller is not there yet, or the server is leaving. `no_such_listener`: nobody of
 * this id listens. `taken`: somebody else has taken the call over.
 */
export type CommandAnswer = { ok: true } | { ok: false; why: CommandRefusal };
export type CommandRefusal = 'not_ongoing' | 'not_connected' | 'no_such_listener' | 'taken';

/** A call of this process. */
export interface LiveCall {
  readonly callId: string;
  readonly workspaceId: string;
  /** What happened so far; the database is at most 250 ms behind. */
  readonly events: readonly CallEvent[];
  /** Ends the call; the first reason wins. Resolves when its record is written. */
  end(reason: DisconnectionReason, detail: string): Promise<void>;
  /** The same, but the agent's sentence comes to its end first, for at most 5 s. */
  drain(reason: DisconnectionReason, detail: string): Promise<void>;
  /** Resolves when it was carried out; a stop that takes longer than a second goes on by itself. Never rejects. */
  obey(command: CallCommand): Promise<CommandAnswer>;
  /** Who listens without being heard, and who of them took over. */
  readonly audience: Audience;
  /** Hears of everything from now on, the end last. Null when as many watch as may. */
  watch(watcher: CallWatcher): StopWatching | null;
  readonly finished: Promise<void>;
  /** Once `finished`: the caller and whom he was given to, if they still talk. */
  readonly pair: Pair | null;
}
