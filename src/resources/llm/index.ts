export {
  createRetellLlm,
  deleteRetellLlm,
  getRetellLlm,
  listRetellLlms,
  listRetellLlmsV2,
  listRetellLlmWarnings,
  updateRetellLlm,
} from './llms.ts';
export type { LlmPlace } from './llms.ts';
export { checkRetellLlm } from './checks.ts';
export type { RetellLlmConfig } from './checks.ts';
export { warningsOfRetellLlm } from './warnings.ts';
