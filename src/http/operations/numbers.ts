// Phone numbers, phone calls, batches.

import type { HandlerTable } from './types.ts';

export const NUMBER_HANDLERS = {} satisfies HandlerTable;
