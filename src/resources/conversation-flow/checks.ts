// What a conversation flow or a component must keep to beyond its schema. Little: what editors store half-finished is kept, with warnings.

import { checkRanges } from '../limits.ts';
import type { ConversationFlowConfig } from './components.ts';

/** Throws an ApiError (400) that names the field. */
export function checkConversationFlow(config: ConversationFlowConfig): void {
  checkRanges(config as Record<string, unknown>, { begin_after_user_silence_ms: [0, Number.MAX_SAFE_INTEGER] });
}
