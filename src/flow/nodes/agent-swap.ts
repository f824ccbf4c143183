// agent_swap: another agent goes on with the conversation.

import { handingOver } from './handing-over.ts';
import type { NodeKind } from '../work.ts';

export const agentSwap: NodeKind = { ...handingOver };
