// The contract's objects as far as the pages read them. Names of models and voices are open strings.

export interface Agent {
  agent_id: string;
  version: number;
  is_published?: boolean;
  last_modification_timestamp: number;
  agent_name?: string | null;
  voice_id: string;
  response_engine: ResponseEngine;
  version_description?: string | null;
  [setting: string]: unknown;
}

export type ResponseEngine =
  | { type: 'retell-llm'; llm_id: string; version?: number | null }
  | { type: 'custom-llm'; llm_websocket_url: string }
  | { type: 'conversation-flow'; conversation_flow_id: string; version?: number | null };

export interface RetellLlm {
  llm_id: string;
  version?: number;
  is_published?: boolean;
  last_modification_timestamp: number;
  model?: string | null;
  model_temperature?: number;
  general_prompt?: string | null;
  general_tools?: Tool[] | null;
  start_speaker?: 'user' | 'agent';
  begin_message?: string | null;
  begin_after_user_silence_ms?: number | null;
  [field: string]: unknown;
}

export interface Tool {
  type: string;
  name: string;
  description?: string;
  [field: string]: unknown;
}

export interface Voice {
  voice_id: string;
  voice_name: string;
  provider: string;
  gender: 'male' | 'female';
  accent?: string;
  age?: string;
  preview_audio_url?: string;
  /** Ringback's own: can this installation speak it itself? */
  available?: boolean;
}

export type CallStatus = 'registered' | 'not_connected' | 'ongoing' | 'ended' | 'error';

export interface Call {
  call_type: 'web_call' | 'phone_call';
  call_id: string;
  agent_id: string;
  agent_name?: string;
  agent_version: number;
  call_status: CallStatus;
  access_token?: string;
  direction?: 'inbound' | 'outbound';
  from_number?: string;
  to_number?: string;
  start_timestamp?: number;
  end_timestamp?: number;
  duration_ms?: number;
  transcript?: string;
  transcript_object?: Utterance[];
  transcript_with_tool_calls?: TranscriptItem[];
  recording_url?: string;
  recording_multi_channel_url?: string;
  public_log_url?: string;
  latency?: Partial<Record<LatencyPart, Latency>>;
  disconnection_reason?: string;
  call_analysis?: CallAnalysis;
  llm_token_usage?: { values: number[]; average: number; num_requests: number };
  metadata?: Record<string, unknown>;
  retell_llm_dynamic_variables?: Record<string, unknown>;
  collected_dynamic_variables?: Record<string, unknown>;
}

export interface Word {
  word: string;
  start: number;
  end: number;
}

export interface Utterance {
  role: 'agent' | 'user' | 'transfer_target';
  content: string;
  words: Word[];
}

export type TranscriptItem =
  | Utterance
  | {
      role: 'tool_call_invocation';
      tool_call_id: string;
      name: string;
      arguments: string;
      time_sec?: number;
      type?: string;
    }
  | { role: 'tool_call_result'; tool_call_id: string; successful?: boolean; content: string; time_sec?: number }
  | { role: 'node_transition'; former_node_name?: string; new_node_name?: string; time_sec?: number }
  | { role: 'state_transition'; former_state_name?: string; new_state_name?: string; time_sec?: number }
  | { role: 'dtmf'; digit: string };

export type LatencyPart = 'e2e' | 'asr' | 'llm' | 'tts' | 'llm_websocket_network_rtt' | 'knowledge_base' | 's2s';

export interface Latency {
  p50?: number;
  p90?: number;
  p95?: number;
  p99?: number;
  min?: number;
  max?: number;
  num?: number;
  values?: number[];
}

export interface CallAnalysis {
  call_summary?: string;
  in_voicemail?: boolean;
  user_sentiment?: 'Negative' | 'Positive' | 'Neutral' | 'Unknown';
  call_successful?: boolean;
  custom_analysis_data?: Record<string, unknown>;
}

export type Role = 'hearing' | 'thinking' | 'speaking';

/** `GET /health`; only what the page shows. */
export interface Health {
  status?: string;
  providers?: { role: Role; provider: string; name: string; ready: boolean; detail: string; change: string }[];
  models?: { name: string; state: string; bytes: number; bytesDone: number; detail: string }[];
}
