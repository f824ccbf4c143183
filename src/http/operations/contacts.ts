// Contacts and their import.

import type { HandlerTable } from './types.ts';

export const CONTACT_HANDLERS = {} satisfies HandlerTable;
