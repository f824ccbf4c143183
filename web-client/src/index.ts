// The door of the browser client.

export { RetellClient } from './retell-client.ts';
export type {
  CallEnd,
  CallStatus,
  NodeTransition,
  TranscriptUtterance,
  WebCall,
  WebCallConfig,
} from './retell-client.ts';
export { RetellWebClient } from './retell-web-client.ts';
export type { AudioAnalyser, Speaker, StartCallConfig, WebClientOptions } from './retell-web-client.ts';
export type {
  CallEvents,
  MetadataEvent,
  NodeTransitionEvent,
  PartialEvent,
  SubstitutedEvent,
  ToolCallEvent,
  ToolResultEvent,
  TurnLatencyEvent,
  UpdateEvent,
  UpdateUtterance,
} from './call-events.ts';
