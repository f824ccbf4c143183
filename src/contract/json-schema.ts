// OpenAPI 3.0 schemas as JSON Schema 2020-12, so that one validator checks what the document says.

/** A JSON Schema (or OpenAPI schema) as parsed. */
export type SchemaObject = { [keyword: string]: unknown };

/** Where the converted components live; references become `contract#/$defs/<name>`. */
export const CONTRACT_ID = 'contract';

/**
 * Where the components marked `x-document`, and all within them, live as well: documents come back as they were sent, and programs in
 * PHP send every empty object as `[]`. So there `[]` is right where `{}` is, and either where `x-may-be-empty` says so.
 */
export const DOCUMENTS_ID = 'documents';

type Components = Record<string, SchemaObject>;

const COMPONENT = '#/components/schemas/';

/** All components, converted. */
export function contractSchemas(components: Components): SchemaObject {
  return { $id: CONTRACT_ID, $defs: convertAll(Object.keys(components), components, false) };
}

/** Those of documents, as documents have them. */
export function documentSchemas(components: Components): SchemaObject {
  const marked = Object.keys(components).filter((name) => isDocument(name, components));
  return { $id: DOCUMENTS_ID, $defs: convertAll(reachable(marked, components), components, true) };
}

function convertAll(names: Iterable<string>, components: Components, inDocument: boolean): Components {
  const convert = (name: string): SchemaObject => toJsonSchema(components[name] ?? {}, components, inDocument);
  return Object.fromEntries([...names].map((name) => [name, convert(name)]));
}

/**
 * Converts one schema, with everything in it:
 * - `nullable` becomes a choice with null; keys beside a `$ref` keep their meaning;
 * - a boolean `exclusiveMinimum` becomes the bound itself;
 * - integers stay within +-(2^53 - 1), because larger ones cannot be told from their neighbours;
 * - a `oneOf` whose branches tell themselves apart by one field becomes a switch on it, so that errors speak of that branch only;
 *   other `oneOf`s become `anyOf`, because several of the contract's branches overlap.
 * Descriptions, examples and formats (only `binary` and `int64` occur) are left out.
 */
export function toJsonSchema(schema: SchemaObject, components: Components, inDocument = false): SchemaObject {
  const out: SchemaObject = {};
  for (const [keyword, value] of Object.entries(schema))
    convertKeyword(out, keyword, value, schema, components, inDocument);
  if (schema.type === 'integer') {
    out.minimum ??= Number.MIN_SAFE_INTEGER;
    out.maximum ??= Number.MAX_SAFE_INTEGER;
  }
  if (schema.nullable !== true || (Array.isArray(schema.enum) && schema.enum.includes(null) && !schema.type))
    return out;
  return { anyOf: [out, { type: 'null' }] };
}

function convertKeyword(
  out: SchemaObject,
  keyword: string,
  value: unknown,
  schema: SchemaObject,
  components: Components,
  inDocument: boolean,
): void {
  const convert = (part: unknown): SchemaObject => toJsonSchema(part as SchemaObject, components, inDocument);
  switch (keyword) {
    case '$ref': {
      const name = nameIn(value as string);
      out.$ref = `${inDocument || isDocument(name, components) ? DOCUMENTS_ID : CONTRACT_ID}#/$defs/${name}`;
      return;
    }
    case 'properties':
      out.properties = Object.fromEntries(
        Object.entries(value as Components).map(([name, part]) => {
          const converted = convert(part);
          return [name, inDocument ? withEmpty(converted, part, components) : converted];
        }),
      );
      return;
    case 'allOf':
    case 'anyOf':
      out[keyword] = (value as unknown[]).map(convert);
      return;
    case 'oneOf':
      Object.assign(out, choice(value as SchemaObject[], components, inDocument));
      return;
    case 'items':
    case 'not':
      out[keyword] = convert(value);
      return;
    case 'additionalProperties':
      out.additionalProperties = typeof value === 'boolean' ? value : convert(value);
      return;
    case 'enum':
      out.enum = schema.nullable === true ? (value as unknown[]).filter((item) => item !== null) : value;
      return;
    case 'minimum':
    case 'maximum': {
      const exclusive = keyword === 'minimum' ? 'exclusiveMinimum' : 'exclusiveMaximum';
      out[schema[exclusive] === true ? exclusive : keyword] = value;
      return;
    }
    case 'type':
    case 'required':
    case 'pattern':
    case 'minLength':
    case 'maxLength':
    case 'minItems':
    case 'maxItems':
    case 'uniqueItems':
      out[keyword] = value;
      return;
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
    case 'nullable':
    case 'format':
    case 'default':
    case 'description':
    case 'example':
    case 'examples':
    case 'title':
    case 'deprecated':
    case 'readOnly':
      return;
    default:
      if (!keyword.startsWith('x-')) throw new Error(`unknown schema keyword ${keyword}`);
  }
}

function choice(branches: SchemaObject[], components: Components, inDocument: boolean): SchemaObject {
  const converted = branches.map((branch) => toJsonSchema(branch, components, inDocument));
  if (converted.length === 1) return { allOf: converted };
  const tag = tagOf(branches, components);
  if (!tag) return { anyOf: converted };
  const switched = {
    type: 'object',
    properties: { [tag.name]: { enum: tag.values.flat() } },
    allOf: converted.map((branch, i) => ({
      if: { type: 'object', required: [tag.name], properties: { [tag.name]: { enum: tag.values[i] } } },
      then: branch,
    })),
  };
  if (tag.required) return { ...switched, required: [tag.name] };
  return { ...switched, anyOf: [{ required: [tag.name] }, ...converted] };
}

interface Tag {
  name: string;
  values: unknown[][];
  /** In every branch. */
  required: boolean;
}

/** The field by which the branches of a `oneOf` tell themselves apart, with the values of each branch; rather one that none may lack. */
function tagOf(branches: SchemaObject[], components: Components): Tag | undefined {
  const fields = branches.map((branch) => enumFields(branch, components));
  const tags: Tag[] = [];
  for (const name of fields[0]?.keys() ?? []) {
    const found = fields.map((field) => field.get(name));
    if (!found.every((field): field is EnumField => field !== undefined)) continue;
    const values = found.map((field) => field.values);
    if (new Set(values.flat()).size !== values.flat().length) continue;
    tags.push({ name, values, required: found.every((field) => field.required) });
  }
  return tags.find((tag) => tag.required) ?? tags[0];
}

interface EnumField {
  values: unknown[];
  required: boolean;
}

/** Fields of an object schema that have an enum. */
function enumFields(schema: SchemaObject, components: Components): Map<string, EnumField> {
  const required = new Set<string>();
  const enums = new Map<string, unknown[]>();
  const collect = (part: SchemaObject): void => {
    if (typeof part.$ref === 'string') collect(components[nameIn(part.$ref)] ?? {});
    for (const name of (part.required as string[] | undefined) ?? []) required.add(name);
    for (const [name, field] of Object.entries((part.properties as Components | undefined) ?? {})) {
      if (Array.isArray(field.enum)) enums.set(name, field.enum);
    }
    for (const each of (part.allOf as SchemaObject[] | undefined) ?? []) collect(each);
  };
  collect(schema);
  return new Map([...enums].map(([name, values]) => [name, { values, required: required.has(name) }]));
}

/** A property's schema in a document. `else` keeps the errors of the schema itself for whatever is not empty. */
function withEmpty(converted: SchemaObject, schema: SchemaObject, components: Components): SchemaObject {
  if (schema['x-may-be-empty'] === true)
    return { if: { type: ['array', 'object'], maxItems: 0, maxProperties: 0 }, else: converted };
  return takesEmptyObject(schema, components) ? { if: { type: 'array', maxItems: 0 }, else: converted } : converted;
}

/** Is an object meant, and may it be `{}`? */
function takesEmptyObject(schema: SchemaObject, components: Components): boolean {
  const parts: SchemaObject[] = [];
  const collect = (part: SchemaObject): void => {
    parts.push(part);
    if (typeof part.$ref === 'string') collect(components[nameIn(part.$ref)] ?? {});
    for (const each of (part.allOf as SchemaObject[] | undefined) ?? []) collect(each);
  };
  collect(schema);
  const requires = parts.some((part) => ((part.required as string[] | undefined) ?? []).length > 0);
  const choices = parts.flatMap((part) => [part.oneOf, part.anyOf].filter((each) => each !== undefined));
  const chosen = choices.every((branches) =>
    (branches as SchemaObject[]).some((branch) => takesEmptyObject(branch, components)),
  );
  return !requires && chosen && (choices.length > 0 || parts.some((part) => part.type === 'object'));
}

/** These components and all that they refer to. */
function reachable(names: string[], components: Components): Set<string> {
  const found = new Set<string>();
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    const { $ref } = part as { $ref?: unknown };
    if (typeof $ref === 'string') add(nameIn($ref));
    Object.values(part).forEach(visit);
  };
  const add = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    visit(components[name]);
  };
  names.forEach(add);
  return found;
}

function isDocument(name: string, components: Components): boolean {
  return components[name]?.['x-document'] === true;
}

function nameIn(ref: string): string {
  return ref.slice(COMPONENT.length);
}
