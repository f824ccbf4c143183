// How deep a stranger's JSON goes: what is nested deeper than the stack can be read, and breaks whoever writes it.

/** At most `depth` levels of objects and lists? */
export function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((part) => isShallow(part, depth - 1));
}
