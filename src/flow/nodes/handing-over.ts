// Nodes after which somebody else goes on. Their one edge is for failure.

import { followOutcome } from '../edges.ts';
import type { NodeKind } from '../work.ts';
import { runTool } from './working.ts';

export const handingOver: NodeKind = {
  enter(work, node) {
    runTool(work, node, true);
  },
  heard(work, node) {
    followOutcome(work, node, node.edge);
  },
  leave(work, node) {
    followOutcome(work, node, node.edge);
  },
  endsWhenDone: true,
};
