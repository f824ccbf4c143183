// The contract's objects under the names that the pages use, and what Ringback adds to them.

import type { RequestBody, Schema } from '../../../src/contract/index.ts';

export type ResponseEngine = Schema<'ResponseEngine'>;
/** The document means these two as required beside a `$ref`, where generators do not look. */
export type Agent = Schema<'AgentResponse'> & { response_engine: ResponseEngine; voice_id: string };
export type RetellLlm = Schema<'RetellLLMResponse'>;

/** `available`: can this installation speak it itself? */
export type Voice = Schema<'VoiceResponse'> & { available?: boolean };

export type Call = Schema<'V2CallResponse'>;
export type WebCall = Schema<'V2WebCallResponse'>;
export type CallStatus = Call['call_status'];
export type CallAnalysis = NonNullable<Call['call_analysis']>;
export type TranscriptItem = NonNullable<Call['transcript_with_tool_calls']>[number];
export type Word = Required<Schema<'Utterance'>['words'][number]>;
export type Latency = Schema<'CallLatency'>;
export type LatencyPart = keyof NonNullable<Call['latency']>;

export type Role = 'hearing' | 'thinking' | 'speaking';

/** `GET /health`; only what the page shows. */
export interface Health {
  status?: string;
  providers?: { role: Role; provider: string; name: string; ready: boolean; detail: string; change: string }[];
  /** Ids of voices for which another one stands in. */
  unavailable_voices?: string[];
  models?: { name: string; state: string; bytes: number; bytesDone: number; detail: string }[];
}

export type SipTrunk = Schema<'SipTrunkResponse'>;
export type SipTrunkRequest = Schema<'SipTrunkRequest'>;
export type TrunkTest = Schema<'SipTrunkTestResponse'>;
export type TrunkTestRequest = Schema<'SipTrunkTestRequest'>;
export type PhoneNumber = Schema<'PhoneNumberResponse'>;
export type AgentWeight = Schema<'AgentWeight'>;
export type Telephony = Schema<'TelephonyResponse'>;
export type CallQuality = Schema<'CallQuality'>;
export type Batch = Schema<'BatchCallItem'>;
export type BatchDetail = Schema<'BatchCallDetailResponse'>;
export type BatchRequest = RequestBody<'createBatchCall'>;
export type DayOfWeek = Schema<'DayOfWeek'>;
export type ChatAgent = Schema<'ChatAgentResponse'>;
