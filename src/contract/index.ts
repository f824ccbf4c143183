export { ApiError, ERRORS, invalidRequest, noSuchRoute, notFound, refused, unprocessable } from './errors.ts';
export type { ApiErrorOptions, Asset, ErrorKind } from './errors.ts';
export { jsonFault, jsonTextFault, textFault } from './json-safety.ts';
export { OPERATIONS } from './operations.ts';
export type { FormField, Operation, OperationBody, OperationId, Parameter } from './operations.ts';
export { createValidators } from './validators.ts';
export type { Validators } from './validators.ts';
export type { Schema, RequestBody } from './types.ts';
export { readContractDocument } from './document.ts';
