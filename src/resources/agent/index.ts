export {
  createAgent,
  deleteAgent,
  existingAgent,
  getAgent,
  getAgentVersions,
  listAgents,
  renderAgent,
  updateAgent,
} from './agents.ts';
export type { AgentPlace } from './agents.ts';
export { checkAgent } from './checks.ts';
export type { AgentConfig } from './checks.ts';
export { engineDocument } from './engine-document.ts';
export type { EngineDocument } from './engine-document.ts';
export { publishAgent } from './publish.ts';
export { assetOf, resolveAgent } from './resolve.ts';
export type { AgentReference, Channel, ResolvedAgent } from './resolve.ts';
export { currentConfiguration, readSnapshot, takeSnapshot } from './snapshot.ts';
export type { Configuration } from './snapshot.ts';
