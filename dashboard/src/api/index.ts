// The door to the server.

export { useAgent, useAgents, useCreateAgent, useDeleteAgent, usePublishAgent, useSaveAgent } from './agent.ts';
export type { AgentChanges, AgentRow, AgentWithEngine, NewAgent } from './agent.ts';
export { isGoingOn, useBatch, useBatches, useCreateBatch, useSteerBatch } from './batch.ts';
export type { BatchOrder } from './batch.ts';
export { analysisPending, createWebCall, ownFileUrl, useCall, useCallLog, useCalls } from './call.ts';
export type { CallFilter } from './call.ts';
export type * from './contract.ts';
export { useHealth } from './health.ts';
export {
  useChangeNumber,
  useChatAgents,
  useDeleteTrunk,
  useNumbers,
  useSaveTrunk,
  useTelephony,
  useTestTrunk,
  useTrunks,
} from './phone.ts';
export type { NumberChange } from './phone.ts';
export { ApiError } from './request.ts';
export { signOut, tryAgain, useSignedOut } from './session.ts';
export { firstVoice, speaksHere, useVoices } from './voice.ts';
