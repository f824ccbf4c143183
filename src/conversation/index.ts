// The door of the room: what to say.

export type {
  ConversationNews,
  EngineEvent,
  EngineMove,
  EnginePush,
  EngineStanding,
  NodeTransition,
  Opening,
  RespondRequest,
  ResponseEngine,
  ResumableEngine,
  ToolCall,
  ToolContext,
  ToolDirective,
  ToolResult,
} from './engine.ts';
export { askJson } from './flow/ask-json.ts';
export { createCustomLlmEngine } from './custom-llm/custom-llm-engine.ts';
export type { CustomLlmEngineConfig } from './custom-llm/custom-llm-engine.ts';
export { createFlowEngine } from './flow/flow-engine.ts';
export { handbookText } from './handbook.ts';
export type { HandbookConfig } from './handbook.ts';
export type { RetellLlmConfig } from './retell-llm-config.ts';
export { createMcpListingCache } from './tools/mcp/listing-cache.ts';
export type { McpListingCache } from './tools/mcp/listings.ts';
export { createRetellLlmEngine } from './retell-llm-engine.ts';
export type { RetellLlmEngineDeps } from './retell-llm-engine.ts';
export { createSwapper } from './swapper.ts';
export type { OpenAgent, Party, SwapFrom } from './swapper.ts';
export type { SessionFacts } from './system-variables.ts';
export { addToTranscript, transcriptOf, transcriptText, utterances } from './transcript.ts';
export type {
  DtmfItem,
  InjectedItem,
  NodeTransitionItem,
  StateTransitionItem,
  ToolInvocationItem,
  ToolResultItem,
  TranscriptItem,
  UtteranceItem,
  UtteranceMetadata,
} from './transcript.ts';
export { transcriptLines } from './transcript-lines.ts';
export type { AgentSwapConfig, SwapAgent } from './tools/agent-swap.ts';
export { transitionToolName } from './tools/tool-definitions.ts';
export type { ToolMock, Trial } from './tools/tool-mocks.ts';
export { createSettingLookup } from './setting-variables.ts';
export { unsetNote, withoutPlaceholders, withoutUnset } from './unset-variables.ts';
export { createLookup, substitute } from './variables.ts';
export type { VariableSources, VariableValues } from './variables.ts';
