// function: runs one of the flow's tools on entry.

import type { NodeKind } from '../work.ts';
import { working } from './working.ts';

export const functionNode: NodeKind = { ...working };
