// The operations of the contract as routes: access, limits, checks, answer. Once, around every row of operations.ts.

import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { ApiError, createValidators, OPERATIONS, type Operation, type OperationId } from '../contract/index.ts';
import { checkPermission, type Access, type KeyRing } from '../resources/api-key/index.ts';
import { addRequestCounts } from '../storage/index.ts';
import { authenticate } from './access.ts';
import { BODY_LIMIT_BYTES, NO_BODY_LIMIT_BYTES } from './body.ts';
import type { HttpDeps } from './deps.ts';
import { asListed } from './listed-error.ts';
import { isForm } from './multipart.ts';
import { accessTo } from './operation-access.ts';
import { readInput } from './operation-input.ts';
import { OPERATION_HANDLERS } from './operations.ts';
import type { AnyHandler, Handlers } from './operations/types.ts';
import { createPerform, type Performed } from './perform.ts';
import { allowPages, answerPreflight, checkPage, checkVisitor } from './public-key.ts';
import { createRateLimiter, type Limited } from './rate-limits.ts';
import { markUndelivered } from './repeated-creates.ts';
import { warmUpChecks } from './warm-up.ts';

export type { AnyHandler, Handlers };

/** `handlers`: tests may hand over others. */
export function serveApi(
  app: FastifyInstance,
  deps: HttpDeps & { keys: KeyRing },
  handlers: Handlers = OPERATION_HANDLERS as Handlers,
): void {
  const validators = deps.validators ?? createValidators();
  const closing = new AbortController();
  const toWarm = deps.warmUp ? (Object.keys(handlers) as OperationId[]) : [];
  const warming = warmUpChecks(validators, toWarm, deps.checkAnswers, closing.signal);
  app.addHook('onClose', () => {
    closing.abort();
    return warming;
  });
  const limiter = createRateLimiter(deps.rateLimits, deps.now, (counts) => addRequestCounts(deps.resources.db, counts));
  app.addHook('onClose', () => limiter.close());
  const perform = createPerform(deps, validators, handlers);
  const accesses = new WeakMap<FastifyRequest, Access>();

  for (const operation of OPERATIONS) {
    const { area, verb, publicKey } = accessTo(operation);
    const url = operation.path.replace(/\{(\w+)\}/g, ':$1');
    const changesAccess = (area === 'keys' || area === 'admin') && verb === 'edit';
    app.route({
      method: operation.method as HTTPMethods,
      url,
      config: { form: operation.body?.form },
      bodyLimit: operation.body ? BODY_LIMIT_BYTES : NO_BODY_LIMIT_BYTES,
      async onRequest(request, reply) {
        allowPages(operation, request, reply);
        const access = await authenticate(deps, request);
        accesses.set(request, access);
        checkPage(access, operation, request);
        checkPermission(access, area, verb);
        reply.headers(limiter.take(limitedAs(access), operation.id));
        if (!handlers[operation.id]) throw new ApiError('not_implemented', `(${operation.id})`);
      },
      async onResponse(request, reply) {
        const access = accesses.get(request);
        if (access) limiter.answered(limitedAs(access), operation.id, reply.statusCode);
      },
      async handler(request, reply) {
        const access = accesses.get(request) as Access;
        let performed: Performed;
        try {
          const input = readInput(operation, request, validators);
          await checkVisitor(deps, limiter, access, operation, request, input.body);
          performed = await perform(operation, access, request, input);
        } catch (error) {
          throw asListed(operation, error);
        } finally {
          // Before the answer: whoever has it may count on nothing being left.
          if (isForm(request.body)) await request.body.discard();
        }
        if (changesAccess) deps.keys.forget();
        return send(deps, reply, operation, performed);
      },
    });
    if (publicKey)
      app.options(url, { bodyLimit: NO_BODY_LIMIT_BYTES }, async (_request, reply) => answerPreflight(reply));
  }
}

/** A busy program must not lock people out of the pages, nor they the program. */
function limitedAs({ apiKeyId, workspaceId, rateLimits: limits }: Access): Limited {
  return { id: apiKeyId === null ? `pages of ${workspaceId}` : workspaceId, limits };
}

/** An answer without content carries no content type: clients would try to parse it. */
function send(deps: HttpDeps, reply: FastifyReply, operation: Operation, { json, outcome }: Performed): FastifyReply {
  reply.code(operation.success.status);
  if (outcome?.isReplay) reply.header('idempotent-replayed', 'true');
  if (outcome) noteDelivery(deps, reply, outcome.attemptId);
  if (operation.success.schema === null) return reply.send();
  return reply.header('content-type', 'application/json; charset=utf-8').send(json);
}

function noteDelivery({ resources, log }: HttpDeps, reply: FastifyReply, attemptId: string): void {
  reply.raw.once('close', () => {
    if (reply.raw.writableFinished) return;
    markUndelivered(resources, attemptId).catch((error: unknown) =>
      log.warn({ err: error }, 'an answer that did not arrive could not be noted'),
    );
  });
}
