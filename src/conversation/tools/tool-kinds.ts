// Every type of tool that runs here, by its name in the contract. Both engines run them by this table.

import { code } from './code.ts';
import { customFunction } from './custom-function.ts';
import { endCall } from './end-call.ts';
import type { ToolKind } from './tool-kind.ts';

const KINDS: Readonly<Record<string, ToolKind>> = {
  end_call: endCall,
  custom: customFunction as ToolKind,
  code: code as ToolKind,
};

/** Undefined for a type that cannot be run here: the model sees such a tool, and hears so when it calls it. */
export function toolKind(type: string): ToolKind | undefined {
  return Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
}
