export { prepareFirstWorkspace } from './first-workspace.ts';
export type { FirstWorkspace } from './first-workspace.ts';
export {
  getConcurrency,
  lockFreeSlots,
  outboundLimit,
  PHONE_JOIN_WINDOW_MS,
  seesFreeSlot,
  takeSlot,
} from './concurrency.ts';
export type { SlotUse } from './concurrency.ts';
export { cpsOf } from './cps.ts';
export type { CpsProvider } from './cps.ts';
export { getOrganization, updateOrganization } from './settings.ts';
export { createWorkspace, getApiKeyInfo, getSession, listWorkspaces, switchWorkspace } from './workspaces.ts';
