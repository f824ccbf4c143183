// What can be done to a running call, and web calls over plain HTTP signalling.

import type { HandlerTable } from './types.ts';

export const LIVE_CALL_HANDLERS = {} satisfies HandlerTable;
