export { enqueueTexts, hearCarrierEvent } from './hear-event.ts';
export type { HearTextDeps } from './hear-event.ts';
export { OPT_OUT_ANSWERS, optOutWordOf } from './opt-out-words.ts';
export type { OptOutWord } from './opt-out-words.ts';
export { awaitText, beginText, sendText, sendWaitingTexts, textRefusal, transmitText } from './send-text.ts';
export type { SentText, TextDeps, TextRefusal } from './send-text.ts';
export { settleLostTexts } from './text-state.ts';
export { createTexting } from './texting.ts';
