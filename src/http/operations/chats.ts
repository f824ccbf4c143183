// Chats and the playground.

import type { HandlerTable } from './types.ts';

export const CHAT_HANDLERS = {} satisfies HandlerTable;
