// What a call tells the page: the events of `RetellWebClient` and the data messages of the server that they come from.

/** One utterance of an `update`. Word times are seconds of call audio. */
export interface UpdateUtterance {
  role: 'agent' | 'user' | 'transfer_target';
  content: string;
  words?: { word?: string; start?: number; end?: number }[];
}

/** The last five utterances (not the whole transcript) and, when it changed, who has the floor. */
export interface UpdateEvent {
  event_type: 'update';
  transcript: UpdateUtterance[];
  turntaking?: 'agent_turn' | 'user_turn';
}

export interface MetadataEvent {
  event_type: 'metadata';
  metadata: unknown;
}

export interface NodeTransitionEvent {
  event_type: 'node_transition';
  former_node_id: string;
  former_node_name: string;
  new_node_id: string;
  new_node_name: string;
}

/** Words of the caller that may still change; empty when there are none. Ringback only. */
export interface PartialEvent {
  event_type: 'partial';
  text: string;
}

/** Where the time of one answer went, ms; `e2e_ms` is end of speech to first sound. Ringback only. */
export interface TurnLatencyEvent {
  event_type: 'turn_latency';
  gen: number;
  asr_ms?: number | null;
  llm_ms?: number | null;
  tts_ms?: number | null;
  e2e_ms: number;
}

/** `arguments` is JSON text. Ringback only. */
export interface ToolCallEvent {
  event_type: 'tool_call';
  tool_call_id: string;
  name: string;
  arguments: string;
}

/** Ringback only. */
export interface ToolResultEvent {
  event_type: 'tool_result';
  tool_call_id: string;
  successful: boolean;
  content: string;
}

/** A provider stands in for the one that the agent names. Ringback only. */
export interface SubstitutedEvent {
  event_type: 'substituted';
  role: 'hearing' | 'thinking' | 'speaking';
  wanted: string;
  used: string;
  why: string;
}

/** Every event of the client with what its listener gets. */
export interface CallEvents {
  call_started: () => void;
  /** The agent's audio is there. */
  call_ready: () => void;
  call_ended: () => void;
  /** The connection broke and is being made again; ends by `reconnected` or `call_ended`. Ringback only. */
  reconnecting: () => void;
  reconnected: () => void;
  /** Raw samples of the agent's voice, once a frame, with `emitRawAudioSamples`. */
  audio: (samples: Float32Array) => void;
  update: (event: UpdateEvent) => void;
  metadata: (event: MetadataEvent) => void;
  node_transition: (event: NodeTransitionEvent) => void;
  agent_start_talking: () => void;
  agent_stop_talking: () => void;
  user_start_talking: () => void;
  user_stop_talking: () => void;
  partial: (event: PartialEvent) => void;
  turn_latency: (event: TurnLatencyEvent) => void;
  tool_call: (event: ToolCallEvent) => void;
  tool_result: (event: ToolResultEvent) => void;
  substituted: (event: SubstitutedEvent) => void;
  error: (message: string) => void;
}

/** A message of the server: the event it becomes. */
export type ServerMessage =
  | UpdateEvent
  | MetadataEvent
  | NodeTransitionEvent
  | PartialEvent
  | TurnLatencyEvent
  | ToolCallEvent
  | ToolResultEvent
  | SubstitutedEvent
  | { event_type: 'agent_start_talking' | 'agent_stop_talking' | 'user_start_talking' | 'user_stop_talking' };

const known: ReadonlySet<string> = new Set<ServerMessage['event_type']>([
  'update',
  'metadata',
  'node_transition',
  'partial',
  'turn_latency',
  'tool_call',
  'tool_result',
  'substituted',
  'agent_start_talking',
  'agent_stop_talking',
  'user_start_talking',
  'user_stop_talking',
]);

/** Reads one data packet of identity `server`; undefined for what is no JSON or of a kind this client does not know. */
export function parseServerMessage(payload: Uint8Array): ServerMessage | undefined {
  let message: unknown;
  try {
    message = JSON.parse(new TextDecoder().decode(payload));
  } catch {
    return undefined;
  }
  if (typeof message !== 'object' || message === null || !('event_type' in message)) return undefined;
  return typeof message.event_type === 'string' && known.has(message.event_type)
    ? (message as ServerMessage)
    : undefined;
}
