export { contentKind, readEnds } from './content-kind.ts';
export type { ContentKind, FileEnds } from './content-kind.ts';
export { keepingFiles, newFileKey } from './kept-files.ts';
export type { KeptFiles } from './kept-files.ts';
