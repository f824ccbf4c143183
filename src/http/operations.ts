// Which resource function answers which operation: the tables of `operations/` as one. An operation in none of them answers 501.

import { ACCESS_HANDLERS } from './operations/access.ts';
import { AGENT_HANDLERS } from './operations/agents.ts';
import { ALERT_AND_QUALITY_HANDLERS } from './operations/alerts-and-quality.ts';
import { CALL_HANDLERS } from './operations/calls.ts';
import { CHAT_HANDLERS } from './operations/chats.ts';
import { CONTACT_HANDLERS } from './operations/contacts.ts';
import { ENGINE_HANDLERS } from './operations/engines.ts';
import { KNOWLEDGE_HANDLERS } from './operations/knowledge.ts';
import { LIVE_CALL_HANDLERS } from './operations/live-calls.ts';
import { MCP_TOOL_HANDLERS } from './operations/mcp-tools.ts';
import { NUMBER_HANDLERS } from './operations/numbers.ts';
import { TEST_HANDLERS } from './operations/tests.ts';
import type { HandlerTable } from './operations/types.ts';
import { VOICE_HANDLERS } from './operations/voices.ts';
import { WORKSPACE_HANDLERS } from './operations/workspace.ts';

export const OPERATION_HANDLERS: HandlerTable = {
  ...AGENT_HANDLERS,
  ...ENGINE_HANDLERS,
  ...VOICE_HANDLERS,
  ...CALL_HANDLERS,
  ...LIVE_CALL_HANDLERS,
  ...CHAT_HANDLERS,
  ...TEST_HANDLERS,
  ...KNOWLEDGE_HANDLERS,
  ...MCP_TOOL_HANDLERS,
  ...NUMBER_HANDLERS,
  ...CONTACT_HANDLERS,
  ...WORKSPACE_HANDLERS,
  ...ALERT_AND_QUALITY_HANDLERS,
  ...ACCESS_HANDLERS,
};
