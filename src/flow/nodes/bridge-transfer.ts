// bridge_transfer: a transfer agent connects the two sides and leaves.

import { handingOver } from './handing-over.ts';
import type { NodeKind } from '../work.ts';

export const bridgeTransfer: NodeKind = { ...handingOver, phoneOnly: true };
