// extract_dynamic_variables: silent; the model reads variables out of the conversation, then the edges decide.

import { leaveSilently } from '../edges.ts';
import { listOf } from '../flow.ts';
import { finish, here, type NodeKind } from '../work.ts';

export const extractDynamicVariables: NodeKind = {
  enter(work, node) {
    if (listOf(node.variables).length === 0) return leaveSilently(work, node);
    finish(work, { do: 'extract', at: here(work) }, { is: 'extracting' });
  },
  heard: leaveSilently,
  leave: leaveSilently,
};
