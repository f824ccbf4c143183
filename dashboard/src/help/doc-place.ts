// From places in the folder docs/ to addresses of the page.

/** `docs/phone/telnyx.md` is read at `/help/phone/telnyx`: addresses of pages have no dots. */
export function helpAddress(path: string): string {
  return `/help/${path.replace(/^docs\//, '').replace(/\.md(?=#|$)/, '')}`;
}

/**
 * Where a link of a document leads: `../carriers.md#twilio` in `phone/telnyx` to the document `carriers`. Null for what lies outside docs/, or is
 * no document. `name`: without `.md`; `hash`: with its `#`, or empty.
 */
export function linkedDocument(from: string, href: string): { name: string; hash: string } | null {
  if (/^[a-z][a-z\d+.-]*:|^\//i.test(href)) return null;
  if (href.startsWith('#')) return { name: from, hash: href };
  const root = 'http://docs/inside/';
  const { href: target, hash } = new URL(href, root + from);
  const [path = ''] = target.split('#');
  if (!path.startsWith(root) || !path.endsWith('.md')) return null;
  return { name: path.slice(root.length, -'.md'.length), hash };
}

const ABBREVIATIONS = /\b(llm|mcp|sdk|sip|sms)\b/g;

/** `phone/connect-a-trunk` as `Connect a trunk`, `custom-llm` as `Custom LLM`. */
export function documentWords(name: string): string {
  const plain = (name.split('/').at(-1) ?? '').replaceAll('-', ' ');
  const words = plain.replace(ABBREVIATIONS, (word) => word.toUpperCase());
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Of a heading, as links of documents name it. */
export function headingId(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

/** The id that the end of an address names (`#kostenf%C3%A4lle`); what is badly encoded stands for itself. */
export function idInHash(hash: string): string {
  const written = hash.slice(1);
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}
