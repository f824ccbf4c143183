// Mind: what the conversation asks of a language model, local or remote. Its tool loop is ours, so one call is one model turn.

export interface LanguageModel {
  /** `openai`, `anthropic`, `openai-compatible`, `scripted`. */
  readonly provider: string;
  /** The name on the vendor's wire. */
  readonly model: string;
  /** Streams one turn. Throws a ProviderError; an aborted signal ends the iteration by throwing the signal's reason. */
  stream(request: ModelRequest): AsyncIterable<ModelEvent>;
}

export interface ModelRequest {
  messages: ModelMessage[];
  tools: ModelTool[];
  /** 0..2; null = the vendor's default. */
  temperature: number | null;
  /** Answer as JSON of this schema. */
  jsonSchema?: { name: string; schema: object };
  /** Tool arguments must follow their schema strictly, where the vendor can. */
  strictTools?: boolean;
  /** Served before others for a higher price, where the vendor can. */
  highPriority?: boolean;
  /** Output ends before any of these texts. */
  stop?: string[];
  signal: AbortSignal;
}

export type ModelMessage =
  | { role: 'system' | 'user'; content: string }
  | { role: 'assistant'; content: string; toolCalls?: ModelToolCall[] }
  | { role: 'tool'; toolCallId: string; name: string; content: string };

export interface ModelTool {
  name: string;
  description: string;
  /** JSON Schema of the arguments, type object. */
  parameters: object;
}

export interface ModelToolCall {
  id: string;
  name: string;
  /** JSON text as the model wrote it. */
  arguments: string;
}

export type ModelEvent =
  | { is: 'text'; text: string }
  | { is: 'tool'; call: ModelToolCall }
  | {
      is: 'finish';
      reason: 'stop' | 'tools' | 'length' | 'filter' | 'other';
      usage: { inputTokens: number; outputTokens: number; cachedInputTokens: number };
    };
