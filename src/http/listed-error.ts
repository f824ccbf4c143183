// An operation answers with the error statuses that the contract lists for it, and with no others.

import { ApiError, type Operation } from '../contract/index.ts';

/** Where a status is not listed, the next best, in order: clients act on the class of an error. */
const INSTEAD: Record<number, readonly number[]> = {
  400: [422, 404],
  402: [400, 422],
  404: [422, 400],
  409: [400, 422],
  422: [404, 400],
};

/** The error as this operation says it; anything that is not an ApiError as it is. */
export function asListed(operation: Pick<Operation, 'errors'>, error: unknown): unknown {
  if (!(error instanceof ApiError) || operation.errors.includes(error.status)) return error;
  const status = INSTEAD[error.status]?.find((each) => operation.errors.includes(each));
  return status === undefined ? error : error.withStatus(status);
}
