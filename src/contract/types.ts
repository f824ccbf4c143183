// Short names for the generated types.

import type { components, operations } from './generated/types.ts';
import type { OperationId } from './operations.ts';

/** A component of the contract: `Schema<'AgentResponse'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

/**
 * The body of an operation: JSON, or the text fields of a form (files stand in the request's `files`). One that may be left out arrives
 * as `{}`.
 */
export type RequestBody<Id extends OperationId> = ContentOf<NonNullable<operations[Id]['requestBody']>>;

type ContentOf<Sent> = Sent extends { content: { 'application/json': infer Body } }
  ? Body
  : Sent extends { content: { 'multipart/form-data': infer Form } }
    ? Form
    : never;
