// Every kind of node, by its type in the contract.

import type { NodeType } from '../document.ts';
import { agentSwap } from './agent-swap.ts';
import { branch } from './branch.ts';
import { bridgeTransfer } from './bridge-transfer.ts';
import { cancelTransfer } from './cancel-transfer.ts';
import { code } from './code.ts';
import { component } from './component.ts';
import { conversation } from './conversation.ts';
import { end } from './end.ts';
import { extractDynamicVariables } from './extract-dynamic-variables.ts';
import { functionNode } from './function.ts';
import type { NodeKind } from '../work.ts';
import { mcp } from './mcp.ts';
import { pressDigit } from './press-digit.ts';
import { sms } from './sms.ts';
import { subagent } from './subagent.ts';
import { transferCall } from './transfer-call.ts';

export const KINDS: Record<NodeType, NodeKind> = {
  conversation,
  subagent,
  function: functionNode,
  code,
  mcp,
  branch,
  extract_dynamic_variables: extractDynamicVariables,
  press_digit: pressDigit,
  transfer_call: transferCall,
  sms,
  agent_swap: agentSwap,
  component,
  end,
  bridge_transfer: bridgeTransfer,
  cancel_transfer: cancelTransfer,
};
