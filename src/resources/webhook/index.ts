export { agentOfCall, agentsThatHear, analysisOfCall } from './agent-of-call.ts';
export { enqueueCallWebhook } from './enqueue.ts';
export type { CallWebhookEvent } from './enqueue.ts';
export { sign } from './sign.ts';
export { enqueueChatWebhook } from './chat.ts';
export type { ChatWebhookEvent } from './chat.ts';
