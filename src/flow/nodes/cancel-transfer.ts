// cancel_transfer: a transfer agent gives the caller back.

import { handingOver } from './handing-over.ts';
import type { NodeKind } from '../work.ts';

export const cancelTransfer: NodeKind = { ...handingOver, phoneOnly: true };
