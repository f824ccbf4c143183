// code: runs its program on entry.

import type { NodeKind } from '../work.ts';
import { working } from './working.ts';

export const code: NodeKind = { ...working };
