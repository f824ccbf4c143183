// sms: sends on entry; an edge for success and one for failure.

import { followOutcome } from '../edges.ts';
import type { NodeKind } from '../work.ts';
import { runTool } from './working.ts';

export const sms: NodeKind = {
  enter(work, node) {
    runTool(work, node, true);
  },
  heard(work, node) {
    followOutcome(work, node, node.failed_edge);
  },
  leave(work, node, successful) {
    followOutcome(work, node, successful ? node.success_edge : node.failed_edge);
  },
  phoneOnly: true,
};
