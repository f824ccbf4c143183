// The documents of docs/, which come with the page: a server has no address of its own to send readers to.

const files = import.meta.glob<string>('../../../docs/**/*.md', { query: '?raw', import: 'default' });

/** `phone/telnyx` of `docs/phone/telnyx.md`; null where there is no such document. */
export function readDocument(name: string): Promise<string> | null {
  return files[`../../../docs/${name}.md`]?.() ?? null;
}

/** Those that say how Ringback is used, not why it was made so; those in no folder first. */
export function documentNames(): string[] {
  const names = Object.keys(files).map((path) => path.replace(/^.*?\/docs\/|\.md$/g, ''));
  const depth = (name: string) => name.split('/').length;
  return names
    .filter((name) => !name.startsWith('decisions/'))
    .sort((a, b) => depth(a) - depth(b) || a.localeCompare(b));
}

export function isDocument(name: string): boolean {
  return Object.hasOwn(files, `../../../docs/${name}.md`);
}
