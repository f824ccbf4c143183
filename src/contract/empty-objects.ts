// Documents keep `[]` where an object is meant, as programs in PHP send it. Whoever runs a document wants the object.

import schemas from './generated/document-schemas.json' with { type: 'json' };

/** Properties of documents that are objects wherever they occur. */
const OBJECTS = objectProperties(schemas);

/** A copy with `{}` for every `[]` that stands for an object; the document itself when there is none. */
export function withEmptyObjects<T>(document: T): T {
  if (Array.isArray(document)) {
    const items = document.map((item: unknown) => withEmptyObjects(item));
    return items.some((item, i) => item !== document[i]) ? (items as T) : document;
  }
  if (typeof document !== 'object' || document === null) return document;
  const entries = Object.entries(document);
  const changed = entries.map(([key, value]: [string, unknown]) =>
    OBJECTS.has(key) && Array.isArray(value) && value.length === 0 ? {} : withEmptyObjects(value),
  );
  if (changed.every((value, i) => value === entries[i]?.[1])) return document;
  return Object.fromEntries(entries.map(([key], i) => [key, changed[i]])) as T;
}

/** Where the converter (json-schema.ts) has let an empty array through, and nowhere takes an array for itself. */
function objectProperties(root: unknown): Set<string> {
  const objects = new Set<string>();
  const others = new Set<string>();
  const visit = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return;
    const { properties } = schema as { properties?: Record<string, { if?: { maxItems?: number }; type?: unknown }> };
    for (const [name, property] of Object.entries(properties ?? {})) {
      if (property.if?.maxItems === 0) objects.add(name);
      else if (property.type === 'array') others.add(name);
    }
    Object.values(schema).forEach(visit);
  };
  visit(root);
  return new Set([...objects].filter((name) => !others.has(name)));
}
