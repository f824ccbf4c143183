// Simulation tests.

import type { HandlerTable } from './types.ts';

export const TEST_HANDLERS = {} satisfies HandlerTable;
