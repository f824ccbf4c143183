// A call of this process, what it needs of the world, and why it ends.

import type { Kysely } from 'kysely';
import type { MediaHost } from '../../interfaces/bridge.ts';
import type { BlobStore } from '../../interfaces/blob-store.ts';
import type { CallEvent, DisconnectionReason } from '../../interfaces/call-event.ts';
import type { WallClock } from '../../interfaces/clock.ts';
import type { Egress } from '../../interfaces/egress.ts';
import type { Log } from '../../interfaces/log.ts';
import type { Providers } from '../../interfaces/providers.ts';
import type { CallOwner, Database, EventWriter } from '../../storage/index.ts';

/** Where calls go whose end did not come to its end; `recover.ts` tries again. */
export interface CallsLeftOpen {
  /** An end that the database would not take: `write` is tried again by the next sweep. */
  later(callId: string, write: () => Promise<void>): void;
  /** A call of this process whose own course broke: if it is ours and open, it is ended as after a crash. */
  abandoned(callId: string): void;
}

export interface LiveCallDeps {
  db: Kysely<Database>;
  events: EventWriter;
  blobs: BlobStore;
  mediaHost: MediaHost;
  providers: Providers;
  egress: Egress;
  /** The key that signs this workspace's webhooks and tool requests. */
  webhookKey(workspaceId: string): Promise<string>;
  node: CallOwner;
  /** Takes ends that the database would not, and calls whose own course broke. */
  recovery: CallsLeftOpen;
  /** Makes a WAV file's header agree with its length; false when there is nothing to hear in it. */
  repairRecording(file: string): Promise<boolean>;
  publicUrl: string;
  wallClock: WallClock;
  log: Log;
}

/** Why a call is over. */
export interface SessionEnd {
  reason: DisconnectionReason;
  detail: string;
}

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
  /** From update-call; null clears the overrides. */
  overrideVariables(variables: Record<string, string> | null): void;
  readonly finished: Promise<void>;
}
