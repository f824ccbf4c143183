export { mayOpenFile } from './access.ts';
export { createFileLinks, SIGNED_URL_MS } from './links.ts';
export type { FileLinks } from './links.ts';
