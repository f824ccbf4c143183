export { accessByKey, createApiKey, listApiKeys, makeWebhookKey, revokeApiKey, webhookKey } from './api-keys.ts';
export type { Access, ApiKeyDeps, ApiKeyInfo } from './api-keys.ts';
export { createEnvelope, loadEnvelopeKey } from './envelope.ts';
export type { Envelope } from './envelope.ts';
