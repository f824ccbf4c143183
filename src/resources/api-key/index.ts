export { checkPermission, mayReadTranscripts, PERMISSIONS_OF_ROLE } from './access.ts';
export type { Access, AccessArea, AccessVerb } from './access.ts';
export {
  accessByKey,
  createApiKey,
  deleteApiKey,
  issueApiKey,
  listApiKeys,
  listWorkspaceKeys,
  makeWebhookKey,
  revokeApiKey,
  updateApiKey,
  webhookKey,
} from './api-keys.ts';
export type { ApiKeyDeps, ApiKeyInfo, NewApiKey } from './api-keys.ts';
export { createEnvelope, loadEnvelopeKey } from './envelope.ts';
export type { Envelope } from './envelope.ts';
export { createKeyRing } from './key-ring.ts';
export type { KeyRing } from './key-ring.ts';
export { isAllowedOrigin, recaptchaSecret } from './public-key.ts';
