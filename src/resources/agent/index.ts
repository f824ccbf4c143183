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
export { publishAgent } from './publish.ts';
