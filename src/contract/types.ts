// Short names for the generated types.

import type { components, operations } from './generated/types.ts';
import type { OperationId } from './operations.ts';

/** A component of the contract: `Schema<'AgentResponse'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

/** The body of an operation: JSON, or the text fields of a form (files stand in the request's `files`). */
export type RequestBody<Id extends OperationId> = operations[Id] extends {
  requestBody: { content: { 'application/json': infer Body } };
}
  ? Body
  : operations[Id] extends { requestBody: { content: { 'multipart/form-data': infer Form } } }
    ? Form
    : never;
