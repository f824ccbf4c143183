// Keys, members, the audit log.

import type { HandlerTable } from './types.ts';

export const ACCESS_HANDLERS = {} satisfies HandlerTable;
