// OpenAPI 3.0 schemas as JSON Schema 2020-12, so that one validator checks what the document says.

/** A JSON Schema (or OpenAPI schema) as parsed. */
export type SchemaObject = { [keyword: string]: unknown };

/** Where the converted components live; references become `contract#/$defs/<name>`. */
export const CONTRACT_ID = 'contract';

const COMPONENT = '#/components/schemas/';

/**
 * Converts one schema, with everything in it:
 * - `nullable` becomes a choice with null; keys beside a `$ref` keep their meaning;
 * - a boolean `exclusiveMinimum` becomes the bound itself;
 * - integers stay within +-(2^53 - 1), because larger ones cannot be told from their neighbours;
 * - a `oneOf` whose branches tell themselves apart by one field becomes a switch on it, so that errors speak of that branch only;
 *   other `oneOf`s become `anyOf`, because several of the contract's branches overlap.
 * Descriptions, examples and formats (only `binary` and `int64` occur) are left out.
 */
export function toJsonSchema(schema: SchemaObject, components: Record<string, SchemaObject>): SchemaObject {
  const out: SchemaObject = {};
  for (const [keyword, value] of Object.entries(schema)) convertKeyword(out, keyword, value, schema, components);
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
  components: Record<string, SchemaObject>,
): void {
  const convert = (part: unknown): SchemaObject => toJsonSchema(part as SchemaObject, components);
  switch (keyword) {
    case '$ref':
      out.$ref = (value as string).replace(COMPONENT, `${CONTRACT_ID}#/$defs/`);
      return;
    case 'properties':
      out.properties = Object.fromEntries(
        Object.entries(value as Record<string, unknown>).map(([name, part]) => [name, convert(part)]),
      );
      return;
    case 'allOf':
    case 'anyOf':
      out[keyword] = (value as unknown[]).map(convert);
      return;
    case 'oneOf':
      Object.assign(out, choice(value as SchemaObject[], components));
      return;
    case 'items':
      out.items = convert(value);
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

function choice(branches: SchemaObject[], components: Record<string, SchemaObject>): SchemaObject {
  const converted = branches.map((branch) => toJsonSchema(branch, components));
  if (converted.length === 1) return { allOf: converted };
  const tag = tagOf(branches, components);
  if (!tag) return { anyOf: converted };
  return {
    type: 'object',
    required: [tag.name],
    properties: { [tag.name]: { enum: tag.values.flat() } },
    allOf: converted.map((branch, i) => ({
      if: { type: 'object', required: [tag.name], properties: { [tag.name]: { enum: tag.values[i] } } },
      then: branch,
    })),
  };
}

/** The field by which the branches of a `oneOf` tell themselves apart, with the values of each branch. */
function tagOf(
  branches: SchemaObject[],
  components: Record<string, SchemaObject>,
): { name: string; values: unknown[][] } | undefined {
  const fields = branches.map((branch) => requiredEnums(branch, components));
  for (const name of fields[0]?.keys() ?? []) {
    const values = fields.map((field) => field.get(name));
    if (!values.every((list): list is unknown[] => list !== undefined)) continue;
    const all = values.flat();
    if (new Set(all).size === all.length) return { name, values };
  }
  return undefined;
}

/** Required fields of an object schema that have an enum. */
function requiredEnums(schema: SchemaObject, components: Record<string, SchemaObject>): Map<string, unknown[]> {
  const required = new Set<string>();
  const enums = new Map<string, unknown[]>();
  const collect = (part: SchemaObject): void => {
    if (typeof part.$ref === 'string') collect(components[part.$ref.slice(COMPONENT.length)] ?? {});
    for (const name of (part.required as string[] | undefined) ?? []) required.add(name);
    for (const [name, field] of Object.entries((part.properties as Record<string, SchemaObject> | undefined) ?? {})) {
      if (Array.isArray(field.enum)) enums.set(name, field.enum);
    }
    for (const each of (part.allOf as SchemaObject[] | undefined) ?? []) collect(each);
  };
  collect(schema);
  return new Map([...enums].filter(([name]) => required.has(name)));
}
