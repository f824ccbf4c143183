// Settings that the API stores and no call acts on yet: the server's own list, so that the page never promises more.

const found = import.meta.glob<Record<string, unknown>>('../../../src/contract/settings-without-effect.ts', {
  eager: true,
});

const fields = new Set(
  Object.values(found)
    .flatMap((module) => Object.values(module))
    .filter(Array.isArray)
    .flat()
    .map(String),
);

export function isWithoutEffect(field: string): boolean {
  return fields.has(field);
}
