// mcp: calls a tool of an MCP server on entry.

import type { NodeKind } from '../work.ts';
import { working } from './working.ts';

export const mcp: NodeKind = { ...working };
