// The operations of the contract as routes: access, limits, checks, answer. Once, around every row of operations.ts.

import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import {
  ApiError,
  createValidators,
  invalidRequest,
  OPERATIONS,
  type Operation,
  type OperationBody,
  type OperationId,
  type Validators,
} from '../contract/index.ts';
import type { UploadedFile } from '../interfaces/uploaded-file.ts';
import type { Access } from '../resources/api-key/index.ts';
import type { ResourceDeps } from '../resources/index.ts';
import { authenticate } from './access.ts';
import { BODY_LIMIT_BYTES, NO_BODY_LIMIT_BYTES, OtherBody } from './body.ts';
import type { HttpDeps } from './deps.ts';
import { bodyOfForm } from './form-body.ts';
import { isForm } from './multipart.ts';
import { OPERATION_HANDLERS } from './operations.ts';
import type { OperationRequest } from './operations/types.ts';
import { checkPath, readQuery } from './parameters.ts';
import { createRateLimiter } from './rate-limits.ts';

export type AnyHandler = (deps: ResourceDeps, request: OperationRequest<never>) => Promise<unknown>;
/** Operations without a handler answer 501. */
export type Handlers = { readonly [Id in OperationId]?: AnyHandler };

/** `handlers`: tests may hand over others. */
export function serveApi(
  app: FastifyInstance,
  deps: HttpDeps,
  handlers: Handlers = OPERATION_HANDLERS as Handlers,
): void {
  const validators = deps.validators ?? createValidators();
  validators.prepare(Object.keys(handlers) as OperationId[], deps.checkAnswers);
  const limiter = createRateLimiter(deps.rateLimits, deps.now);
  const accesses = new WeakMap<FastifyRequest, Access>();

  for (const operation of OPERATIONS) {
    app.route({
      method: operation.method as HTTPMethods,
      url: operation.path.replace(/\{(\w+)\}/g, ':$1'),
      config: { form: operation.body?.form },
      bodyLimit: operation.body ? BODY_LIMIT_BYTES : NO_BODY_LIMIT_BYTES,
      async onRequest(request, reply) {
        const access = await authenticate(deps, request);
        accesses.set(request, access);
        reply.headers(limiter.take(limitedAs(access), operation.id));
        if (!handlers[operation.id]) throw new ApiError('not_implemented', `(${operation.id})`);
      },
      async onResponse(request, reply) {
        const access = accesses.get(request);
        if (access) limiter.answered(limitedAs(access), operation.id, reply.statusCode);
      },
      async handler(request, reply) {
        const access = accesses.get(request) as Access;
        const handler = handlers[operation.id] as AnyHandler;
        let answer: unknown;
        try {
          const input = readRequest(operation, request, validators);
          const { workspaceId } = access;
          answer = await handler(deps.resources, { workspaceId, access, ...input } as OperationRequest<never>);
        } finally {
          if (isForm(request.body)) await request.body.discard();
        }
        if (deps.checkAnswers) checkAnswer(validators, operation.id, answer);
        return send(reply, operation, answer);
      },
    });
  }
}

/** A busy program must not lock people out of the pages, nor they the program. */
function limitedAs(access: Access): string {
  return access.apiKeyId === null ? `pages of ${access.workspaceId}` : access.workspaceId;
}

function readRequest(
  operation: Operation & { id: OperationId },
  request: FastifyRequest,
  validators: Validators,
): Pick<OperationRequest, 'params' | 'query' | 'files'> & { body: unknown } {
  const params = request.params as Record<string, string>;
  checkPath(params);
  const query = readQuery(operation, request.query as Record<string, unknown>);
  if (!operation.body) return { params, query, body: undefined, files: [] };
  const { body, files } = contentOf(operation.body, request);
  if (body instanceof OtherBody)
    throw invalidRequest(
      `The body must be ${operation.body.contentType}, its content-type says ${clip(body.contentType)}.`,
    );
  if (body === undefined || (body === null && request.headers['content-length'] === undefined))
    throw invalidRequest(operation.body.form ? 'A form (multipart/form-data) is needed.' : 'A JSON body is needed.');
  const fault = validators.requestFault(operation.id, body);
  if (fault) throw invalidRequest(fault);
  return { params, query, body, files };
}

function contentOf(wanted: OperationBody, request: FastifyRequest): { body: unknown; files: UploadedFile[] } {
  const { body } = request;
  if (isForm(body)) return { body: bodyOfForm(body, wanted.form ?? {}), files: body.files };
  if (wanted.form && body != null && !(body instanceof OtherBody))
    throw invalidRequest('The body must be a form (multipart/form-data), not JSON.');
  return { body, files: [] };
}

/** A bad answer is a fault of ours; clients in development must not get used to it. */
function checkAnswer(validators: Validators, id: OperationId, answer: unknown): void {
  // As JSON, because that is what leaves: undefined fields do not.
  const fault = validators.responseFault(id, answer === undefined ? undefined : JSON.parse(JSON.stringify(answer)));
  if (fault) throw new Error(`the answer of ${id} breaks the contract: ${fault}`);
}

/** An answer without content carries no content type: clients would try to parse it. */
function send(reply: FastifyReply, operation: Operation, answer: unknown): FastifyReply {
  reply.code(operation.success.status);
  if (operation.success.schema === null) return reply.send();
  return reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(answer));
}

function clip(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}
