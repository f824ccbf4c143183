// Writes src/contract/generated/ (the whole document, types, operations, JSON Schemas) from the fragments in src/contract/document/.
// `--check` compares instead and fails when they differ.

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { parse, stringify } from 'yaml';
import { contractSchemas, documentSchemas, toJsonSchema, type SchemaObject } from '../src/contract/json-schema.ts';
import type { FormField, Operation, Parameter } from '../src/contract/operations.ts';

interface OpenApiDocument {
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, OpenApiOperation>>;
  components: {
    schemas: Record<string, SchemaObject>;
    parameters: Record<string, OpenApiParameter>;
    responses: Record<string, object>;
  };
}

interface OpenApiOperation {
  operationId: string;
  /** Whose the route is; without it the contract's of spring 2026. */
  'x-origin'?: Operation['origin'];
  parameters?: (OpenApiParameter | { $ref: string })[];
  requestBody?: { required?: boolean; content: Record<string, { schema: SchemaObject }> };
  responses: Record<string, { content?: Record<string, { schema: SchemaObject }> }>;
}

type OpenApiParameter = Omit<Parameter, 'required'> & { required?: boolean };

const FRAGMENTS = new URL('../src/contract/document/', import.meta.url);
const GENERATED = new URL('../src/contract/generated/', import.meta.url);
/** The fragment that has what a document has once: title, servers, security. */
const MAIN_FRAGMENT = 'retell.yaml';
const MADE_BY = 'Made by scripts/generate-contract.ts. Do not edit.';

/** File name -> content, for every file in `generated/`. */
export async function generateContract(): Promise<Record<string, string>> {
  const document = await readDocument();
  const yaml = stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });
  const types = await openapiTypescript(yaml, { alphabetize: false });
  return {
    'openapi.yaml': `# ${MADE_BY}\n${yaml}`,
    'openapi.json': `${JSON.stringify(document, null, 1)}\n`,
    'types.ts': `// ${MADE_BY}\n\n${astToString(types)}`,
    'operations.json': `${JSON.stringify(operations(document), null, 1)}\n`,
    'schemas.json': `${JSON.stringify(contractSchemas(document.components.schemas), null, 1)}\n`,
    'document-schemas.json': `${JSON.stringify(documentSchemas(document.components.schemas), null, 1)}\n`,
  };
}

/** All fragments as one document. Throws when two of them define the same thing. */
async function readDocument(): Promise<OpenApiDocument> {
  const read = async (name: string): Promise<OpenApiDocument> =>
    parse(await readFile(new URL(name, FRAGMENTS), 'utf8')) as OpenApiDocument;
  const whole = await read(MAIN_FRAGMENT);
  const names = (await readdir(FRAGMENTS)).filter((name) => name.endsWith('.yaml') && name !== MAIN_FRAGMENT).sort();
  for (const name of names) {
    const fragment = await read(name);
    whole.tags.push(...(fragment.tags ?? []));
    for (const [path, item] of Object.entries(fragment.paths ?? {})) {
      whole.paths[path] ??= {};
      merge(whole.paths[path], item, `${name}: ${path}`);
    }
    for (const kind of ['schemas', 'parameters', 'responses'] as const)
      merge<unknown>(whole.components[kind], fragment.components?.[kind] ?? {}, name);
  }
  for (const item of Object.values(whole.paths))
    for (const [method, operation] of Object.entries(item)) listCommonErrors(method, operation);
  return whole;
}

/** What may happen to any request, wherever it goes. */
function listCommonErrors(method: string, { requestBody, responses }: OpenApiOperation): void {
  const common: Record<string, string | false> = {
    401: 'Unauthorized',
    403: 'Forbidden',
    // A slow sender of a form is told so; other bodies are cut with the connection.
    408: requestBody?.content['multipart/form-data'] !== undefined && 'Timeout',
    409: method === 'post' && 'Conflict',
    // Whatever is sent beyond what the operation wants; the body of a GET is not looked at.
    413: method !== 'get' && 'TooLarge',
    429: 'TooManyRequests',
    500: 'InternalServerError',
    503: 'Unavailable',
  };
  for (const [status, name] of Object.entries(common))
    if (name !== false) responses[status] ??= { $ref: `#/components/responses/${name}` } as object;
}

function merge<T>(into: Record<string, T>, from: Record<string, T>, where: string): void {
  for (const [name, value] of Object.entries(from)) {
    if (name in into) throw new Error(`${where}: ${name} is defined twice`);
    into[name] = value;
  }
}

function operations(document: OpenApiDocument): Operation[] {
  const components = document.components.schemas;
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      id: operation.operationId,
      origin: operation['x-origin'] ?? 'retell',
      method: method.toUpperCase(),
      path,
      parameters: (operation.parameters ?? []).map((each) => parameter(each, document)),
      body: requestBody(operation, components),
      success: success(operation, components),
      errors: Object.keys(operation.responses)
        .map(Number)
        .filter((status) => status >= 400),
    })),
  );
}

function parameter(given: OpenApiParameter | { $ref: string }, document: OpenApiDocument): Parameter {
  const found = '$ref' in given ? document.components.parameters[given.$ref.split('/').at(-1) ?? ''] : given;
  if (!found) throw new Error(`unresolved parameter ${JSON.stringify(given)}`);
  const schema = toJsonSchema(found.schema, document.components.schemas);
  return { in: found.in, name: found.name, required: found.required === true, schema };
}

function requestBody(operation: OpenApiOperation, components: Record<string, SchemaObject>): Operation['body'] {
  if (!operation.requestBody) return null;
  const [contentType, media] = Object.entries(operation.requestBody.content)[0] ?? [];
  if (!contentType || !media) throw new Error(`${operation.operationId}: a body without content`);
  return {
    contentType,
    required: operation.requestBody.required === true,
    schema: toJsonSchema(media.schema, components),
    ...(contentType === 'multipart/form-data' && { form: formFields(media.schema, components) }),
  };
}

/** What each field of a form is, as `FormField` says it. */
function formFields(schema: SchemaObject, components: Record<string, SchemaObject>): Record<string, FormField> {
  const whole = resolve(schema, components);
  return Object.fromEntries(
    Object.entries((whole.properties ?? {}) as Record<string, SchemaObject>).map(([name, given]) => {
      const field = resolve(given, components);
      if (field.type !== 'array') return [name, typeOf(field)];
      return [name, `${typeOf(resolve(field.items as SchemaObject, components))}[]` as FormField];
    }),
  );
}

function resolve(schema: SchemaObject, components: Record<string, SchemaObject>): SchemaObject {
  return typeof schema.$ref === 'string' ? (components[schema.$ref.split('/').at(-1) ?? ''] ?? {}) : schema;
}

function typeOf(field: SchemaObject): FormField {
  return field.type === 'string' && field.format === 'binary' ? 'file' : (field.type as FormField);
}

function success(operation: OpenApiOperation, components: Record<string, SchemaObject>): Operation['success'] {
  const found = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
  if (found.length !== 1) throw new Error(`${operation.operationId}: ${found.length} success answers`);
  const [status, response] = found[0] as (typeof found)[number];
  const schema = response.content?.['application/json']?.schema;
  return { status: Number(status), schema: schema ? toJsonSchema(schema, components) : null };
}

async function main(check: boolean): Promise<void> {
  await mkdir(GENERATED, { recursive: true });
  for (const [name, content] of Object.entries(await generateContract())) {
    const file = new URL(name, GENERATED);
    if (!check) await writeFile(file, content);
    else if ((await readFile(file, 'utf8').catch(() => '')) !== content) {
      console.error(
        `src/contract/generated/${name} is not what src/contract/document/ gives: run node scripts/generate-contract.ts`,
      );
      process.exitCode = 1;
    }
  }
}

if (import.meta.main) await main(process.argv.includes('--check'));
