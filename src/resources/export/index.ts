export { cell, csvLines, needsTranscripts } from './columns.ts';
export type { CsvLines } from './columns.ts';
export { createExportRequest, deleteExportRequest, exportKey, listExportRequests } from './export-requests.ts';
