// Checks of requests and answers against the contract. Each is compiled when first needed and kept.

import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { faultSentence } from './fault.ts';
import documentSchemas from './generated/document-schemas.json' with { type: 'json' };
import schemas from './generated/schemas.json' with { type: 'json' };
import { DOCUMENTS_ID, type SchemaObject } from './json-schema.ts';
import { OPERATIONS, type OperationId } from './operations.ts';
import { pointer } from './place.ts';

export interface Validators {
  /**
   * Null when the body is right, else one sentence with path and expectation. Turns `[]` into `{}` in place where an object is meant; not in
   * documents, which are kept as they are.
   */
  requestFault(id: OperationId, body: unknown): string | null;
  responseFault(id: OperationId, body: unknown): string | null;
  /** By a component's name, for parts of a body. */
  componentFault(name: string, value: unknown): string | null;
  /** Compiles the checks of these operations now rather than with the first request; `answers`: of their answers as well. */
  prepare(ids: Iterable<OperationId>, answers: boolean): void;
}

/** Programs in PHP write every empty object as `[]`; in at most so many fields of one body it is put right. */
const MAX_EMPTY_FIELDS = 100;

export function createValidators(): Validators {
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    verbose: true,
    addUsedSchema: false,
  });
  ajv.addSchema([schemas, documentSchemas] as SchemaObject[]);
  const compiled = new Map<string, ValidateFunction>();
  const byId = new Map(OPERATIONS.map((operation) => [operation.id, operation]));

  function validator(key: string, schema: () => SchemaObject | null | undefined): ValidateFunction | null {
    const known = compiled.get(key);
    if (known) return known;
    const found = schema();
    if (!found) return null;
    const fresh = ajv.compile(found);
    compiled.set(key, fresh);
    return fresh;
  }
  const request = (id: OperationId) => validator(`request ${id}`, () => byId.get(id)?.body?.schema);
  const response = (id: OperationId) => validator(`response ${id}`, () => byId.get(id)?.success.schema);

  return {
    requestFault: (id, body) => faultOf(request(id), body, true),
    responseFault: (id, body) => faultOf(response(id), body, false),
    componentFault: (name, value) =>
      faultOf(
        validator(`component ${name}`, () => ({ $ref: `contract#/$defs/${name}` })),
        value,
        false,
      ),
    prepare(ids, answers) {
      for (const id of ids) {
        request(id);
        if (answers) response(id);
      }
    },
  };
}

function faultOf(validate: ValidateFunction | null, value: unknown, lenient: boolean): string | null {
  if (!validate) return null;
  for (let tries = 0; !validate(value); tries++) {
    const errors = validate.errors ?? [];
    if (!lenient || tries >= MAX_EMPTY_FIELDS || !emptyArrayBecameObject(value, errors))
      return faultSentence(errors, value);
  }
  return null;
}

/** Puts the first `[]` right that stands where an object is expected, outside documents, and those in the same field of other items. */
function emptyArrayBecameObject(root: unknown, errors: ErrorObject[]): boolean {
  const error = errors.find(
    (each) =>
      each.keyword === 'type' &&
      each.params.type === 'object' &&
      Array.isArray(each.data) &&
      each.data.length === 0 &&
      !each.schemaPath.startsWith(DOCUMENTS_ID),
  );
  const keys = pointer(error?.instancePath ?? '');
  const field = keys.pop();
  if (field === undefined) return false;
  const holders = keys.reduce<unknown[]>((at, key) => at.flatMap((each) => stepInto(each, key)), [root]);
  for (const holder of holders as Record<string, unknown>[]) {
    const value = holder[field];
    if (Array.isArray(value) && value.length === 0) holder[field] = {};
  }
  return true;
}

/** What `key` leads to; from a list to each of its objects. */
function stepInto(value: unknown, key: string): unknown[] {
  const found: unknown[] = Array.isArray(value) ? value : [(value as Record<string, unknown>)[key]];
  return found.filter((each) => typeof each === 'object' && each !== null);
}
