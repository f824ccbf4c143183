// What an operation was about, and how the same thing is read.

import { OPERATIONS, type Operation, type OperationId } from '../contract/index.ts';

/** The id in the path, else the one in the answer whose name fits the path best: `/create-retell-llm` gives `llm_id`. */
export function objectIdOf(operation: Operation, params: Record<string, string>, answer: unknown): string | null {
  const [inPath] = Object.values(params);
  if (inPath !== undefined) return inPath;
  if (answer === null || typeof answer !== 'object') return null;
  const ids = Object.entries(answer).filter(
    ([name, value]) => typeof value === 'string' && (name.endsWith('_id') || name === 'phone_number'),
  );
  const fitting = ids.filter(([name]) => operation.path.includes(stem(name)));
  const [best] = (fitting.length > 0 ? fitting : ids).toSorted(([a], [b]) => b.length - a.length);
  return best === undefined ? null : (best[1] as string);
}

function stem(name: string): string {
  return name.replace(/_id$/, '').replaceAll('_', '-');
}

/** The operation that gets what this one changes: `/update-x/{id}` -> `/get-x/{id}`. */
export function readerOf({ path, method }: Operation): (Operation & { id: OperationId }) | undefined {
  if (method === 'GET' || !path.includes('{')) return undefined;
  const readPath = path.replace(/^((?:\/v\d+)?\/)[a-z]+-/, '$1get-').replace('/get-call-metadata', '/get-call');
  return OPERATIONS.find((other) => other.method === 'GET' && other.path === readPath);
}
