// Valid values by a schema of the contract, with every field that it knows: what a schema cannot say (which agents there are, what an
// address looks like) says `fill`.

import documentSchemas from '../../../src/contract/generated/document-schemas.json' with { type: 'json' };
import schemas from '../../../src/contract/generated/schemas.json' with { type: 'json' };
import type { SchemaObject } from '../../../src/contract/json-schema.ts';
import type { Random } from './random.ts';

/** Where a value stands: names of fields, and places in arrays. */
export type Path = readonly (string | number)[];

/** What is left out altogether. */
export const NOTHING = Symbol('nothing');

export interface Filling {
  /** The value there; undefined where the schema says enough, `NOTHING` where the field is to be left out. */
  value(path: Path, schema: SchemaObject): unknown;
  /** How many entries an array has; undefined for one or two. */
  length(path: Path): number | undefined;
}

/** Deeper than this only what is required: schemas contain themselves. */
const WHOLE_DEPTH = 9;

export function sampleOf(schema: SchemaObject, random: Random, fill: Filling): unknown {
  return sample(schema, [], random, fill);
}

/** Branches that were chosen and do not go together. */
class Contradiction extends Error {}
const CHOICES = 50;

function sample(schema: SchemaObject, path: Path, random: Random, fill: Filling): unknown {
  for (let tries = 1; ; tries++) {
    try {
      return sampleOnce(schema, path, random, fill);
    } catch (error) {
      if (!(error instanceof Contradiction) || error.message === path.join('.') || tries === CHOICES) throw error;
    }
  }
}

function sampleOnce(schema: SchemaObject, path: Path, random: Random, fill: Filling): unknown {
  const flat = flattened(schema, random, path);
  const filled = fill.value(path, flat);
  if (filled !== undefined) return filled;
  if (flat.enum) {
    if ((flat.enum as unknown[]).length === 0) throw new Contradiction(path.join('.'));
    return random.pick(flat.enum as unknown[]);
  }
  switch (flat.type) {
    case 'object':
      return objectOf(flat, path, random, fill);
    case 'array': {
      const least = (flat.minItems as number | undefined) ?? 1;
      const length = fill.length(path) ?? Math.max(least, 1 + random.below(2));
      const most = flat.uniqueItems === true ? least : ((flat.maxItems as number | undefined) ?? length);
      return Array.from({ length: Math.min(length, Math.max(most, 1)) }, (_, i) =>
        sample((flat.items ?? {}) as SchemaObject, [...path, i], random, fill),
      );
    }
    case 'string': {
      const least = (flat.minLength as number | undefined) ?? 0;
      return random.pick(['Some words', 'ä 🎉 {{name}}', 'two\nlines']).padEnd(least, 'x');
    }
    case 'integer':
    case 'number':
      return numberOf(flat, random);
    case 'boolean':
      return random.next() < 0.5;
    case 'null':
      return null;
    default:
      return random.pick<unknown>(['anything', 7, { a: [1, null, 'b'] }]);
  }
}

function objectOf(flat: SchemaObject, path: Path, random: Random, fill: Filling): object {
  const properties = (flat.properties ?? {}) as Record<string, SchemaObject>;
  const required = (flat.required ?? []) as string[];
  const fields: [string, unknown][] = [];
  for (const [name, part] of Object.entries(properties)) {
    if (path.length > WHOLE_DEPTH && !required.includes(name)) continue;
    const value = sample(part, [...path, name], random, fill);
    if (value !== NOTHING) fields.push([name, value]);
  }
  const more = flat.additionalProperties;
  if (typeof more === 'object' && path.length <= WHOLE_DEPTH) {
    for (const name of ['key_a', 'key_b']) {
      const value = sample(more as SchemaObject, [...path, name], random, fill);
      if (value !== NOTHING) fields.push([name, value]);
    }
  }
  return Object.fromEntries(fields);
}

function numberOf(flat: SchemaObject, random: Random): number {
  const bound = (one: string, other: string): number | undefined => {
    const value = (flat[one] ?? flat[other]) as number | undefined;
    // Every integer has these.
    return value === undefined || Math.abs(value) === Number.MAX_SAFE_INTEGER ? undefined : value;
  };
  const least = bound('minimum', 'exclusiveMinimum') ?? 1;
  const most = Math.min(bound('maximum', 'exclusiveMaximum') ?? least + 100, least + 1000);
  const between = least + (most - least) * (0.1 + 0.8 * random.next());
  return flat.type === 'integer' ? Math.min(Math.round(between), most) : Number(between.toFixed(3));
}

/** One schema without references and choices: a branch is chosen by chance. */
function flattened(schema: SchemaObject, random: Random, path: Path): SchemaObject {
  const out: SchemaObject = {};
  const merge = (part: SchemaObject): void => mergeInto(out, flattened(part, random, path));
  const { $ref, allOf, anyOf, if: _if, then: _then, else: otherwise, not: _not, ...rest } = schema;
  mergeInto(out, rest);
  if (typeof $ref === 'string') merge(referred($ref));
  if (otherwise) merge(otherwise as SchemaObject);
  const parts = (allOf ?? []) as SchemaObject[];
  parts.filter((part) => !part.then).forEach(merge);
  const branches = parts.filter((part) => part.then);
  if (branches.length > 0) merge(random.pick(branches).then as SchemaObject);
  const choices = ((anyOf ?? []) as SchemaObject[]).filter((part) => part.type !== 'null');
  if (choices.length > 0 && branches.length === 0) merge(random.pick(choices));
  return out;
}

function mergeInto(out: SchemaObject, part: SchemaObject): void {
  for (const [keyword, value] of Object.entries(part)) {
    if (keyword === 'properties') out.properties = mergedProperties(out.properties, value);
    else if (keyword === 'required') out.required = [...((out.required as string[]) ?? []), ...(value as string[])];
    else if (keyword === 'enum' && out.enum)
      out.enum = (out.enum as unknown[]).filter((each) => (value as unknown[]).includes(each));
    else if (keyword === 'type' && Array.isArray(value)) out.type = value[0];
    else out[keyword] = value;
  }
}

function mergedProperties(one: unknown, other: unknown): Record<string, SchemaObject> {
  const merged = { ...(one as Record<string, SchemaObject>) };
  for (const [name, part] of Object.entries(other as Record<string, SchemaObject>))
    merged[name] = merged[name] ? { allOf: [merged[name], part] } : part;
  return merged;
}

function referred($ref: string): SchemaObject {
  const [room, pointer = ''] = $ref.split('#/');
  let at: unknown = room === 'documents' ? documentSchemas : schemas;
  for (const key of pointer.split('/')) at = (at as Record<string, unknown> | undefined)?.[key];
  if (at === undefined) throw new Error(`no schema ${$ref}`);
  return at as SchemaObject;
}
