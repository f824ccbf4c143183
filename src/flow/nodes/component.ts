// component: runs a part of its own; when that part ends, the edges of this node decide.

import { leaveSilently } from '../edges.ts';
import { enterComponent } from '../move.ts';
import type { NodeKind } from '../work.ts';

export const component: NodeKind = { enter: enterComponent, heard: leaveSilently, leave: leaveSilently };
