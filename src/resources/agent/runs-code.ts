// Whether an engine has programs of its user's to run.

import type { FlowPartDocument } from '../../flow/index.ts';
import type { RunnableEngine } from './runnable-engine.ts';

/** By the types of its tools and nodes alone: it is asked before every answer of a chat. */
export function runsCode({ type, document }: RunnableEngine): boolean {
  switch (type) {
    case 'retell-llm':
      return isCodeIn(document.general_tools) || listOf(document.states).some(({ tools }) => isCodeIn(tools));
    case 'conversation-flow':
      return [document, ...listOf(document.components)].some(partRunsCode);
    case 'custom-llm':
      return false;
    default:
      return type satisfies never;
  }
}

function partRunsCode({ tools, nodes }: FlowPartDocument): boolean {
  return isCodeIn(tools) || isCodeIn(nodes) || listOf(nodes).some((node) => isCodeIn(node.tools));
}

function isCodeIn(items: readonly object[] | null | undefined): boolean {
  return listOf(items).some((item) => (item as { type?: unknown }).type === 'code');
}

/** Stored flows are kept as editors sent them. */
function listOf<T>(items: readonly T[] | null | undefined): readonly T[] {
  return Array.isArray(items) ? items.filter((item) => item != null) : [];
}
