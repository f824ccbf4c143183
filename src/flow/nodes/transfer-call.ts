// transfer_call: announces, then passes the caller on.

import { handingOver } from './handing-over.ts';
import type { NodeKind } from '../work.ts';

export const transferCall: NodeKind = { ...handingOver, phoneOnly: true };
