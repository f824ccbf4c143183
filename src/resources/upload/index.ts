export { contentKind, readEnds } from './content-kind.ts';
export type { ContentKind, FileEnds } from './content-kind.ts';
export { fileUrl, keepingFiles, newFileKey } from './kept-files.ts';
