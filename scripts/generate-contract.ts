// Writes src/contract/generated/ (types, operations, JSON Schemas) from src/contract/openapi.yaml. `--check` compares instead and fails when
// they differ.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { parse } from 'yaml';
import { toJsonSchema, CONTRACT_ID, type SchemaObject } from '../src/contract/json-schema.ts';
import type { Operation, Parameter } from '../src/contract/operations.ts';

interface OpenApiDocument {
  paths: Record<string, Record<string, OpenApiOperation>>;
  components: { schemas: Record<string, SchemaObject>; parameters: Record<string, OpenApiParameter> };
}

interface OpenApiOperation {
  operationId: string;
  parameters?: (OpenApiParameter | { $ref: string })[];
  requestBody?: { required?: boolean; content: Record<string, { schema: SchemaObject }> };
  responses: Record<string, { content?: Record<string, { schema: SchemaObject }> }>;
}

type OpenApiParameter = Omit<Parameter, 'required'> & { required?: boolean };

const HEADER = '// Made by scripts/generate-contract.ts from openapi.yaml. Do not edit.\n';

/** File name -> content, for every file in `generated/`. */
export async function generateContract(yaml: string): Promise<Record<string, string>> {
  const document = parse(yaml) as OpenApiDocument;
  const types = await openapiTypescript(yaml, { alphabetize: false });
  return {
    'types.ts': `${HEADER}\n${astToString(types)}`,
    'operations.json': `${JSON.stringify(operations(document), null, 1)}\n`,
    'schemas.json': `${JSON.stringify(schemas(document), null, 1)}\n`,
  };
}

function schemas(document: OpenApiDocument): SchemaObject {
  const components = document.components.schemas;
  return {
    $id: CONTRACT_ID,
    $defs: Object.fromEntries(
      Object.entries(components).map(([name, schema]) => [name, toJsonSchema(schema, components)]),
    ),
  };
}

function operations(document: OpenApiDocument): Operation[] {
  const components = document.components.schemas;
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      id: operation.operationId,
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
  };
}

function success(operation: OpenApiOperation, components: Record<string, SchemaObject>): Operation['success'] {
  const found = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
  if (found.length !== 1) throw new Error(`${operation.operationId}: ${found.length} success answers`);
  const [status, response] = found[0] as (typeof found)[number];
  const schema = response.content?.['application/json']?.schema;
  return { status: Number(status), schema: schema ? toJsonSchema(schema, components) : null };
}

async function main(check: boolean): Promise<void> {
  const folder = new URL('../src/contract/generated/', import.meta.url);
  const yaml = await readFile(new URL('../src/contract/openapi.yaml', import.meta.url), 'utf8');
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(await generateContract(yaml))) {
    const file = new URL(name, folder);
    if (!check) await writeFile(file, content);
    else if ((await readFile(file, 'utf8').catch(() => '')) !== content) {
      console.error(
        `src/contract/generated/${name} is not what openapi.yaml gives: run node scripts/generate-contract.ts`,
      );
      process.exitCode = 1;
    }
  }
}

if (import.meta.main) await main(process.argv.includes('--check'));
