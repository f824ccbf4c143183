// Checks of requests and answers against the contract. Each is compiled when first needed and kept.

import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import documentSchemas from './generated/document-schemas.json' with { type: 'json' };
import schemas from './generated/schemas.json' with { type: 'json' };
import type { SchemaObject } from './json-schema.ts';
import { OPERATIONS, type OperationId } from './operations.ts';

export interface Validators {
  /** Null when the body is right, else one sentence with path and expectation. Turns `[]` into `{}` in place where an object is meant. */
  requestFault(id: OperationId, body: unknown): string | null;
  responseFault(id: OperationId, body: unknown): string | null;
  /** By a component's name, for parts of a body. */
  componentFault(name: string, value: unknown): string | null;
  /** Compiles the checks of these operations now rather than with the first request; `answers`: of their answers as well. */
  prepare(ids: Iterable<OperationId>, answers: boolean): void;
}

/** Programs in PHP write every empty object as `[]`; at most this many are put right in one body. */
const MAX_EMPTY_ARRAYS = 1000;

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
    if (!lenient || tries >= MAX_EMPTY_ARRAYS || !emptyArrayBecameObject(value, errors)) return describe(errors);
  }
  return null;
}

/** Puts the first `[]` right that stands where an object is expected. */
function emptyArrayBecameObject(root: unknown, errors: ErrorObject[]): boolean {
  const error = errors.find(
    (each) =>
      each.keyword === 'type' && each.params.type === 'object' && Array.isArray(each.data) && each.data.length === 0,
  );
  if (!error || error.instancePath === '') return false;
  const keys = pointer(error.instancePath);
  const last = keys.pop() as string;
  const parent = keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], root);
  (parent as Record<string, unknown>)[last] = {};
  return true;
}

/** One sentence for the error that lies deepest: of a choice, that is the branch which was meant. */
function describe(errors: ErrorObject[]): string {
  const telling = errors.filter((error) => !['anyOf', 'if', 'allOf'].includes(error.keyword));
  const depth = (error: ErrorObject): number => pointer(error.instancePath).length;
  const deepest = Math.max(...telling.map(depth));
  const there = telling.filter((error) => depth(error) === deepest);
  const first = there.find((error) => error.params.type !== 'null') ?? there[0];
  if (!first) return 'The body does not fit the contract.';
  const wanted = there.filter((error) => error.keyword === 'type' && error.instancePath === first.instancePath);
  const expectation =
    first.keyword === 'type'
      ? `expected ${wanted.map((error) => String(error.params.type)).join(' or ')}, got ${nameOf(first.data)}`
      : expectationOf(first);
  return `${pathOf(first.instancePath)}: ${expectation}.`;
}

function expectationOf(error: ErrorObject): string {
  switch (error.keyword) {
    case 'required':
      return `${JSON.stringify(error.params.missingProperty)} is missing`;
    case 'enum':
      return `expected one of ${(error.params.allowedValues as unknown[]).map((value) => JSON.stringify(value)).join(', ')}, got ${nameOf(error.data)}`;
    case 'additionalProperties':
      return `unknown field ${JSON.stringify(error.params.additionalProperty)}`;
    default:
      return `${error.message ?? 'does not fit the contract'}, got ${nameOf(error.data)}`;
  }
}

/** `/general_tools/0/name` -> `general_tools[0].name`. */
function pathOf(instancePath: string): string {
  const text = pointer(instancePath).reduce(
    (path, key) => (/^\d+$/.test(key) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`),
    '',
  );
  return text === '' ? 'body' : text;
}

function pointer(instancePath: string): string[] {
  return instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** A value as an error text may show it: short, and never the content of a long text. */
function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'string') return value.length <= 40 ? JSON.stringify(value) : 'a longer text';
  return typeof value === 'object' ? 'object' : String(value);
}
