// subagent: a conversation node whose model has tools. What a tool answered is weighed like words of the user.

import type { NodeKind } from '../work.ts';
import { talking } from './talking.ts';

export const subagent: NodeKind = { ...talking };
