// The documents of docs/, which come with the page: a server has no address of its own to send readers to.

const files = import.meta.glob<string>('../../../docs/**/*.md', { query: '?raw', import: 'default' });

/** `phone/telnyx` of `docs/phone/telnyx.md`; null where there is no such document. */
export function readDocument(name: string): Promise<string> | null {
  return files[`../../../docs/${name}.md`]?.() ?? null;
}

export function isDocument(name: string): boolean {
  return Object.hasOwn(files, `../../../docs/${name}.md`);
}
