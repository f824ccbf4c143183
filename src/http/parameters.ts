// Path and query parameters of an operation, checked and turned into what the contract says they are.

import { invalidRequest, textFault, type Operation, type Parameter } from '../contract/index.ts';

export type QueryValues = Record<string, string | number | boolean>;

/** Throws 400 for text that cannot be stored. */
export function checkPath(params: Record<string, string>): void {
  for (const [name, value] of Object.entries(params)) {
    const fault = textFault(value);
    if (fault) throw invalidRequest(`${name}: it holds ${fault}.`);
  }
}

/**
 * The query's known parameters. Empty ones count as absent (SDKs send null so). One that does not fit is refused, or left out where
 * the contract lists no 400 for the operation.
 */
export function readQuery(operation: Operation, query: Record<string, unknown>): QueryValues {
  const values: QueryValues = {};
  const strict = operation.errors.includes(400);
  for (const parameter of operation.parameters) {
    if (parameter.in !== 'query') continue;
    const given = query[parameter.name];
    if (given === undefined || given === '') {
      if (parameter.required) throw invalidRequest(`${parameter.name}: it is needed, as a query parameter.`);
      continue;
    }
    const read = readValue(parameter, given);
    if ('value' in read) values[parameter.name] = read.value;
    else if (strict) throw invalidRequest(`${parameter.name}: expected ${read.expected}.`);
  }
  return values;
}

function readValue(parameter: Parameter, given: unknown): { value: string | number | boolean } | { expected: string } {
  if (typeof given !== 'string') return { expected: 'to be given once' };
  const { schema } = parameter;
  if (schema.type === 'integer' || schema.type === 'number') return readNumber(schema, given);
  if (schema.type === 'boolean')
    return given === 'true' || given === 'false' ? { value: given === 'true' } : { expected: 'true or false' };
  if (Array.isArray(schema.enum) && !schema.enum.includes(given))
    return { expected: `one of ${schema.enum.join(', ')}` };
  const fault = textFault(given);
  return fault ? { expected: `text without ${fault}` } : { value: given };
}

function readNumber(schema: Parameter['schema'], given: string): { value: number } | { expected: string } {
  const value = Number(given);
  if (!/^-?\d+$/.test(given) || !Number.isSafeInteger(value)) return { expected: 'a whole number' };
  if (typeof schema.minimum === 'number' && value < schema.minimum) return { expected: `at least ${schema.minimum}` };
  if (typeof schema.maximum === 'number' && value > schema.maximum) return { expected: `at most ${schema.maximum}` };
  return { value };
}
