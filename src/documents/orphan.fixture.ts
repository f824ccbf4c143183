// A server, as far as documents are concerned, that is killed while one is read. Argument: the document.

import { silentLog } from '../interfaces/log.ts';
import { createDocumentReader } from './index.ts';

const [path = ''] = process.argv.slice(2);
const reader = createDocumentReader({ log: silentLog, maxCpuSeconds: 2 });
await reader.read({ path, kind: 'xml', maxChunkSize: 2000, minChunkSize: 400 }, new AbortController().signal);
