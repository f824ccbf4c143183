// What the rules of the API's resources need of the world.

import type { Kysely } from 'kysely';
import type { BlobStore } from '../interfaces/blob-store.ts';
import type { WallClock } from '../interfaces/clock.ts';
import type { Log } from '../interfaces/log.ts';
import type { CatalogueVoice, Providers } from '../interfaces/providers.ts';
import type { TrunkCare } from '../interfaces/sip-trunk.ts';
import type { Telephony, WaysIn } from '../interfaces/telephony.ts';
import type { VoiceLibrary } from '../interfaces/voice-library.ts';
import type { Database } from '../storage/index.ts';
import type { Envelope } from './api-key/envelope.ts';
import type { AccessTokens } from './call/access-token.ts';
import type { CallLine } from './call/call-line.ts';
import type { LiveCall } from './call/live-call.ts';
import type { EngineTools } from './engine-tools.ts';
import type { FileLinks } from './file/index.ts';

export interface ResourceDeps extends EngineTools {
  /** The pool for API requests. */
  db: Kysely<Database>;
  now: WallClock;
  log: Log;
  /** Voices this installation knows (`providers.voices`). */
  voices(): CatalogueVoice[];
  /** Which model answers for a model's name; for chats and the playground. */
  thinking: Providers['thinking'];
  /** Vendors' own voice libraries; null when no vendor is set up. */
  voiceLibrary: VoiceLibrary | null;
  /** Null without a carrier. */
  telephony: Telephony | null;
  /** Where telephone calls reach this server; absent, it does not say. */
  waysIn?: (() => WaysIn) | undefined;
  /** Of this server's SIP; absent where it speaks none. */
  trunkCare?: TrunkCare | undefined;
  /** Seals what is secret in the database. */
  envelope: Envelope;
  blobs: BlobStore;
  /** Where clients reach this server, without a slash at the end; start of recording and log addresses. */
  publicUrl: string;
  /** Addresses of files in `blobs`, signed where that is asked for. */
  fileLinks: FileLinks;
  accessTokens: AccessTokens;
  /** The signed address of an agent's media stream, `wss://...`. */
  agentStreamUrl(workspaceId: string, agentId: string): string;
  /** A call that this process runs. */
  liveCall(callId: string): Pick<LiveCall, 'workspaceId' | 'obey' | 'events' | 'audience' | 'watch'> | undefined;
  /** To calls that other servers run; null where there are none. */
  callLine: CallLine | null;
}
