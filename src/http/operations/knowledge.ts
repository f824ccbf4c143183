// Knowledge bases and assets.

import type { HandlerTable } from './types.ts';

export const KNOWLEDGE_HANDLERS = {} satisfies HandlerTable;
