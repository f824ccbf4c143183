// branch: silent and immediate.

import { leaveSilently } from '../edges.ts';
import type { NodeKind } from '../work.ts';

export const branch: NodeKind = { enter: leaveSilently, heard: leaveSilently, leave: leaveSilently };
