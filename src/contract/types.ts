// Short names for the generated types.

import type { components, operations } from './generated/types.ts';
import type { OperationId } from './operations.ts';

/** A component of the contract: `Schema<'AgentResponse'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

/** The JSON body of an operation. */
export type RequestBody<Id extends OperationId> = operations[Id] extends {
  requestBody: { content: { 'application/json': infer Body } };
}
  ? Body
  : never;
