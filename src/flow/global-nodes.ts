// Global nodes: where the conversation can jump to from anywhere, how it comes back, and how soon it may jump again.

import { listOf, nodeAt } from './flow.ts';
import type { FlowEdge } from './document.ts';
import type { Option } from './state.ts';
import { here, placeKey, samePlace, type Work } from './work.ts';

/** Node steps before the same global node can be jumped to again. */
const DEFAULT_COOL_DOWN = 3;

/** Global nodes of the part it stands in and of those around it that may be jumped to now. */
export function jumpOptions(work: Work): Option[] {
  const { state, flow } = work;
  const at = here(work);
  // Of the component it is in: it stays inside; of the part around: it leaves the component.
  const parts = [...state.callers.map((caller, depth) => ({ key: caller.part, depth })), { key: at.part, depth: -1 }];
  return parts.toReversed().flatMap(({ key, depth }) =>
    [...(flow.parts.get(key)?.nodes.values() ?? [])].flatMap((node): Option[] => {
      const condition = node.global_node_setting?.condition;
      const to = { part: key, node: node.id };
      if (!condition?.trim() || samePlace(to, at) || !isCooledDown(work, to)) return [];
      return [{ kind: 'global', condition, to, callers: depth < 0 ? state.callers.length : depth }];
    }),
  );
}

/** Ways back from the global node it stands in, when it was jumped to. */
export function waysBack(work: Work): readonly FlowEdge[] {
  const { state, flow } = work;
  if (!samePlace(state.jumps.at(-1)?.to ?? null, state.at)) return [];
  return listOf(nodeAt(flow, state.at)?.global_node_setting?.go_back_conditions);
}

function isCooledDown(work: Work, to: { part: string; node: string }): boolean {
  const last = work.state.jumpedAt[placeKey(to)];
  const coolDown = nodeAt(work.flow, to)?.global_node_setting?.cool_down ?? DEFAULT_COOL_DOWN;
  return last === undefined || work.state.steps - last >= coolDown;
}
