// The door of the browser client.

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
