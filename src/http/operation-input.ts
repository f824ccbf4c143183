// The input of an operation: path, query and body as the contract wants them.

import type { FastifyRequest } from 'fastify';
import {
  invalidRequest,
  type Operation,
  type OperationBody,
  type OperationId,
  type Validators,
  quoted,
} from '../contract/index.ts';
import type { UploadedFile } from '../interfaces/uploaded-file.ts';
import { OtherBody } from './body.ts';
import { bodyOfForm } from './form-body.ts';
import { isForm } from './multipart.ts';
import type { OperationRequest } from './operations/types.ts';
import { checkPath, readQuery } from './parameters.ts';

export type OperationInput = Pick<OperationRequest, 'params' | 'query' | 'files'> & { body: unknown };

/** Throws 400 for whatever the contract does not allow, with the place and what was expected there. */
export function readInput(
  operation: Operation & { id: OperationId },
  request: FastifyRequest,
  validators: Validators,
): OperationInput {
  const params = request.params as Record<string, string>;
  checkPath(params);
  const query = readQuery(operation, request.query as Record<string, unknown>);
  if (!operation.body) return { params, query, body: undefined, files: [] };
  const { body, files } = contentOf(operation.body, request);
  if (body instanceof OtherBody)
    throw invalidRequest(
      `The body must be ${operation.body.contentType}, its content-type says ${quoted(body.contentType)}.`,
    );
  if (body === undefined || (body === null && request.headers['content-length'] === undefined)) {
    if (!operation.body.required) return { params, query, body: {}, files };
    throw invalidRequest(operation.body.form ? 'A form (multipart/form-data) is needed.' : 'A JSON body is needed.');
  }
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
