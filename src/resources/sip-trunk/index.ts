export { createSipTrunk, deleteSipTrunk, getSipTrunk, listSipTrunks, updateSipTrunk } from './sip-trunks.ts';
export type { SipTrunkPlace } from './sip-trunks.ts';
export { getTelephony } from './get-telephony.ts';
export { testSipTrunk } from './test-sip-trunk.ts';
export { openTrunkDirectory } from './trunk-directory.ts';
export type { OpenTrunkDirectory, TrunkDirectoryDeps } from './trunk-directory.ts';
export { createDialogKeeper } from './dialog-keeper.ts';
export { createRegistrationLeases } from './registration-leases.ts';
