// Words of the command line -> a request, by the contract's own document: `get-agent agent_1 --version 2`, `create-web-call --agent_id agent_1`.

import { OPERATIONS, type Operation } from '../contract/index.ts';

export interface ApiRequest {
  method: string;
  /** With its query. */
  path: string;
  /** A value for JSON, fields for a form, undefined for none. */
  body: { json: unknown } | { form: Record<string, string>; files: { field: string; path: string }[] } | undefined;
}

/** What is wrong with the words, and what would be right. */
export class UsageError extends Error {}

/** By operation id, by the same with dashes, or by path: `listAgents`, `list-agents`, `v2/list-agents`. */
export function findOperation(name: string): Operation {
  const wanted = name.toLowerCase().replace(/^\//, '');
  const found = OPERATIONS.find((operation) => namesOf(operation).includes(wanted));
  if (found) return found;
  const [near] = OPERATIONS.map((operation) => ({ operation, misses: distance(wanted, dashed(operation.id)) })).sort(
    (a, b) => a.misses - b.misses,
  );
  throw new UsageError(
    `There is no operation "${name}".${near ? ` Did you mean ${dashed(near.operation.id)}?` : ''} \`ringback api\` lists them.`,
  );
}

/** `words`: what stands behind the operation's name. `readText`: gives a file's text, `-` for standard input. */
export async function apiRequest(
  operation: Operation,
  words: readonly string[],
  readText: (path: string) => Promise<string>,
): Promise<ApiRequest> {
  const { values, fields, files } = split(words);
  const query = new URLSearchParams();
  let whole: unknown;
  const given: Record<string, string> = {};
  for (const [name, value] of fields) {
    if (operation.parameters.some((each) => each.in === 'query' && each.name === name)) query.append(name, value);
    else if (name === 'body') whole = parsed(value.startsWith('{') ? value : await readText(value), '--body');
    else if (operation.body) given[name] = value;
    else throw new UsageError(`${dashed(operation.id)} takes no --${name}. ${usageOf(operation)}`);
  }
  const path = pathOf(operation, values) + (query.size > 0 ? `?${query.toString()}` : '');
  return { method: operation.method, path, body: bodyOf(operation, whole, given, files) };
}

/** One line: the operation with what it needs. */
export function usageOf(operation: Operation): string {
  const places = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `<${name}>`);
  const query = operation.parameters.filter((each) => each.in === 'query').map(({ name }) => `[--${name} ...]`);
  const body = operation.body ? ['[--field value ...]', '[--body file.json]'] : [];
  const upload = operation.body?.contentType === 'multipart/form-data' ? ['[--file field=path ...]'] : [];
  return `Usage: ringback api ${[dashed(operation.id), ...places, ...query, ...body, ...upload].join(' ')}`;
}

/** `createRetellLLM` -> `create-retell-llm`. */
export function dashed(id: string): string {
  return id
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}

function namesOf(operation: Operation): string[] {
  const path = operation.path.replace(/^\//, '').replace(/\/\{\w+\}/g, '');
  return [operation.id.toLowerCase(), dashed(operation.id), path];
}

function split(words: readonly string[]): {
  values: string[];
  fields: [string, string][];
  files: { field: string; path: string }[];
} {
  const values: string[] = [];
  const fields: [string, string][] = [];
  const files: { field: string; path: string }[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (!word.startsWith('--')) {
      values.push(word);
      continue;
    }
    const at = word.indexOf('=');
    const name = word.slice(2, at < 0 ? undefined : at);
    const value = at < 0 ? words[++i] : word.slice(at + 1);
    if (value === undefined) throw new UsageError(`--${name} needs a value.`);
    if (name === 'file') files.push(fileOf(value));
    else fields.push([name, value]);
  }
  return { values, fields, files };
}

function fileOf(value: string): { field: string; path: string } {
  const at = value.indexOf('=');
  if (at < 1) throw new UsageError('--file needs field=path, as in --file knowledge_base_files=handbook.pdf.');
  return { field: value.slice(0, at), path: value.slice(at + 1) };
}

function pathOf(operation: Operation, values: readonly string[]): string {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
  if (values.length !== names.length)
    throw new UsageError(
      names.length === 0
        ? `${dashed(operation.id)} takes no ${JSON.stringify(values[0])}. ${usageOf(operation)}`
        : `${dashed(operation.id)} needs ${names.join(' and ')}. ${usageOf(operation)}`,
    );
  return names.reduce(
    (path, name, i) => path.replace(`{${name}}`, encodeURIComponent(values[i] ?? '')),
    operation.path,
  );
}

function bodyOf(
  operation: Operation,
  whole: unknown,
  given: Record<string, string>,
  files: { field: string; path: string }[],
): ApiRequest['body'] {
  if (!operation.body) return undefined;
  if (operation.body.contentType === 'multipart/form-data') {
    const texts = Object.entries((whole ?? {}) as Record<string, unknown>).map(([name, value]) => [
      name,
      asText(value),
    ]);
    return { form: { ...Object.fromEntries(texts), ...given }, files };
  }
  if (files.length > 0) throw new UsageError(`${dashed(operation.id)} takes no files.`);
  const named = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, jsonOrText(value)]));
  return { json: { ...(whole as object | undefined), ...named } };
}

/** `true`, `5`, `{"a":1}` and `["x"]` are what they look like; everything else is text. In quotes, `"5"` is text as well. */
function jsonOrText(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function parsed(text: string, where: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below.
  }
  throw new UsageError(`${where} must be a JSON object.`);
}

/** How many letters differ (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length] ?? 0;
}
