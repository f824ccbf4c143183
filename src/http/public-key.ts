// Requests by a key that stands in a page for everybody to read: from allowed pages only, a few for each visitor, and nothing that changes
// how an agent behaves.

import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, invalidRequest, type Operation, type OperationId } from '../contract/index.ts';
import { isAllowedOrigin, recaptchaSecret, type Access } from '../resources/api-key/index.ts';
import type { HttpDeps } from './deps.ts';
import { accessTo } from './operation-access.ts';
import type { RateLimiter } from './rate-limits.ts';
import { visitorOf } from './visitor.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Of one visitor in a minute. */
const MESSAGES = 60;
const CONVERSATIONS = 10;
/** Calls that a visitor may have made to one number in an hour, and that all visitors together may. */
const CALLS_TO_A_NUMBER_BY_ONE = 3;
const CALLS_TO_A_NUMBER = 10;

const RECAPTCHA_TIMEOUT_MS = 5_000;

/** Fields of a body that belong to whoever owns the agent. */
const OWNERS_FIELDS = [
  'agent_override',
  'current_node_id',
  'current_state',
  'custom_sip_headers',
  'ignore_e164_validation',
];

/** Lets pages of other origins read the answer, and ask whether they may. */
export function allowPages(operation: Operation, request: FastifyRequest, reply: FastifyReply): void {
  if (!accessTo(operation).publicKey || !hasPublicKey(request)) return;
  reply.headers({ 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' });
}

/** The answer to a browser's question before such a request; which key it will carry nobody knows yet. */
export function answerPreflight(reply: FastifyReply): FastifyReply {
  return reply
    .headers({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'authorization, content-type, x-recaptcha-token, idempotency-key',
      'access-control-max-age': '86400',
    })
    .code(204)
    .send();
}

/** Before the body is read. Throws 401 for a page that may not use the key, 403 for an operation that is not for browsers. */
export function checkPage({ publicKey }: Access, operation: Operation, request: FastifyRequest): void {
  if (!publicKey) return;
  if (!isAllowedOrigin(publicKey, request.headers.origin))
    throw new ApiError('not_allowed_here', 'Public key is not allowed for this domain');
  if (!accessTo(operation).publicKey) throw new ApiError('forbidden', 'This operation does not take a public key.');
}

/** Once the body is there. Throws 400 for what only the agent's owner may set, 403 without the visitor's proof, 429 for too many. */
export async function checkVisitor(
  deps: Pick<HttpDeps, 'resources' | 'envelope' | 'recaptchaUrl'>,
  limiter: RateLimiter,
  access: Access,
  operation: Operation & { id: OperationId },
  request: FastifyRequest,
  body: unknown,
): Promise<void> {
  if (!access.publicKey) return;
  const fields = (body ?? {}) as Record<string, unknown>;
  for (const field of OWNERS_FIELDS)
    if (fields[field] != null) throw invalidRequest(`${field}: a public key may not set it.`);
  const visitor = `${access.apiKeyId} ${visitorOf(request.ip)}`;
  if (operation.id === 'createChatCompletion') return limiter.count(`messages ${visitor}`, MESSAGES, MINUTE_MS);
  limiter.count(`conversations ${visitor}`, CONVERSATIONS, MINUTE_MS);
  if (typeof fields.to_number === 'string') {
    limiter.count(`calls ${visitor} ${fields.to_number}`, CALLS_TO_A_NUMBER_BY_ONE, HOUR_MS);
    limiter.count(`calls ${access.apiKeyId} ${fields.to_number}`, CALLS_TO_A_NUMBER, HOUR_MS);
  }
  await checkRecaptcha(deps, access, request);
}

function hasPublicKey(request: FastifyRequest): boolean {
  return /^Bearer +public_key_/i.test(request.headers.authorization ?? '');
}

async function checkRecaptcha(
  { resources, envelope, recaptchaUrl }: Pick<HttpDeps, 'resources' | 'envelope' | 'recaptchaUrl'>,
  { publicKey }: Access,
  request: FastifyRequest,
): Promise<void> {
  const settings = publicKey?.recaptcha;
  if (!settings) return;
  const token = request.headers['x-recaptcha-token'];
  if (typeof token !== 'string' || token === '')
    throw new ApiError('forbidden', 'x-recaptcha-token: this key needs the token of a reCAPTCHA v3.');
  const secret = recaptchaSecret(envelope, settings.secret_sealed);
  const answer = await resources.egress.send({
    method: 'POST',
    url: recaptchaUrl,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ secret, response: token, remoteip: request.ip }).toString(),
    timeoutMs: RECAPTCHA_TIMEOUT_MS,
    maxBodyBytes: 65_536,
  });
  if (scoreOf(answer.body) < settings.score_threshold)
    throw new ApiError('forbidden', 'reCAPTCHA takes this visitor for a program.');
}

/** 0 for whatever is not a good answer. */
function scoreOf(body: string): number {
  try {
    const { success, score } = JSON.parse(body) as { success?: unknown; score?: unknown };
    return success === true && typeof score === 'number' ? score : 0;
  } catch {
    return 0;
  }
}
