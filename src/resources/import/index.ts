export type { Bundle } from './bundle.ts';
export { importBundle } from './import-bundle.ts';
export type { ImportResult, ImportTarget } from './import-bundle.ts';
export { readAccount } from './read-account.ts';
export type { ImportSource } from './read-account.ts';
export { readExport } from './read-export.ts';
