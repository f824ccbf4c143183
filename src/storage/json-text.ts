// JSON for jsonb columns. What vendors, models and callers send may hold characters that PostgreSQL refuses; one of them must not
// cost the row.

/** As JSON.stringify, but U+0000 is dropped and halves of surrogate pairs become U+FFFD, in values and in keys. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  // JSON.stringify writes both as escapes, so text without such an escape needs no second look.
  if (text === undefined || !/\\u(?:0000|d[89a-f])/i.test(text)) return text ?? 'null';
  return JSON.stringify(storable(value));
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  if ('toJSON' in value && typeof value.toJSON === 'function') return storable(value.toJSON());
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [storableText(key), storable(child)]));
}

/** The same for a text column. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
