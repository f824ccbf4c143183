// Answers judged by the document that the server hands out, with a validator that the server does not use: OpenAPI 3.0 schemas are JSON
// Schema draft 4 with `nullable`, and so they are read here.

import assert from 'node:assert/strict';
import Draft04 from 'ajv-draft-04';

export interface RawAnswer {
  method: string;
  /** With its query. */
  path: string;
  status: number;
  contentType: string;
  body: Buffer;
}

export interface ServedDocument {
  /** The operation's id; undefined for a route that the document does not have. */
  operationOf(method: string, path: string): string | undefined;
  /** What is wrong with an answer by the document; empty when nothing is. */
  faultsOf(answer: RawAnswer): string[];
}

interface Route {
  id: string;
  method: string;
  path: RegExp;
  /** Pointer to its answers. */
  at: string;
  responses: Record<string, { $ref?: string; content?: Record<string, unknown> }>;
}

type Json = Record<string, any>;

/** `url`: of the server, without a slash at the end. */
export async function servedDocument(url: string): Promise<ServedDocument> {
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as Json;
  const routes = routesOf(document);
  const ajv = new (Draft04 as any)({ strict: false, validateFormats: false, allErrors: false });
  ajv.addSchema({ ...(withNull(document) as Json), id: 'served' });
  const find = (method: string, path: string) => {
    const plain = path.replace(/\?.*/s, '');
    return routes.find((route) => route.method === method && route.path.test(plain));
  };
  return {
    operationOf: (method, path) => find(method, path)?.id,
    faultsOf(answer) {
      const route = find(answer.method, answer.path);
      if (!route) return [`${answer.method} ${answer.path} is no route of the document`];
      const faults = judge(answer, route, document, ajv);
      return faults.map((fault) => `${route.id} ${answer.status}: ${fault}`);
    },
  };
}

/** Routes without parameters come first. */
function routesOf(document: Json): Route[] {
  const routes: (Route & { parameters: number })[] = [];
  for (const [path, item] of Object.entries<Json>(document.paths))
    for (const [method, operation] of Object.entries<Json>(item)) {
      if (!operation.operationId) continue;
      const escaped = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+');
      routes.push({
        id: operation.operationId,
        method: method.toUpperCase(),
        path: new RegExp(`^${escaped}$`),
        at: `#/paths/${pointer(path)}/${method}/responses`,
        responses: operation.responses,
        parameters: path.split('{').length,
      });
    }
  return routes.sort((a, b) => a.parameters - b.parameters);
}

function judge(answer: RawAnswer, route: Route, document: Json, ajv: any): string[] {
  const listed = route.responses[answer.status];
  if (!listed) return [`no such status is listed: ${answer.body.toString().slice(0, 200)}`];
  const at = listed.$ref ?? `${route.at}/${answer.status}`;
  const content: Json | undefined = (listed.$ref ? resolve(document, listed.$ref) : listed).content;
  if (!content) return answer.body.length === 0 ? [] : [`expected no body, got ${answer.body.length} bytes`];
  const type = answer.contentType.replace(/;.*/s, '').trim();
  if (!(type in content)) return [`expected ${Object.keys(content).join(' or ')}, got ${type || 'no content type'}`];
  if (type !== 'application/json') return [];
  return bySchema(`served${at}/content/${pointer(type)}/schema`, answer.body, ajv);
}

function bySchema(reference: string, body: Buffer, ajv: any): string[] {
  const validate = ajv.getSchema(reference);
  assert.ok(validate, `the document has no ${reference}`);
  try {
    if (validate(JSON.parse(body.toString()))) return [];
  } catch {
    return ['the body is no JSON'];
  }
  return validate.errors.map((each: Json) => `${each.instancePath} ${each.message} ${JSON.stringify(each.params)}`);
}

function resolve(document: Json, reference: string): Json {
  return reference
    .slice(2)
    .split('/')
    .reduce((part, key) => part[key.replaceAll('~1', '/').replaceAll('~0', '~')], document);
}

const pointer = (key: string): string => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));

/** Every `nullable` schema as a choice with null. `oneOf` counts as `anyOf`, because branches of Retell's own document overlap. */
function withNull(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withNull);
  if (typeof part !== 'object' || part === null) return part;
  const { nullable, oneOf, ...rest } = part as Json;
  const read: Json = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, withNull(value)]));
  if (nullable !== undefined && typeof nullable !== 'boolean') read.nullable = withNull(nullable);
  if (oneOf !== undefined) read[Array.isArray(oneOf) && !read.anyOf ? 'anyOf' : 'oneOf'] = withNull(oneOf);
  return nullable === true ? { anyOf: [read, { enum: [null] }] } : read;
}
