// The URL of programs: parsed by ours.

const PARTS = [
  'href',
  'protocol',
  'username',
  'password',
  'host',
  'hostname',
  'port',
  'pathname',
  'search',
  'hash',
] as const;
type Part = (typeof PARTS)[number];

export type UrlParts = Record<Part | 'origin', string>;

/** Throws TypeError when it is no URL. */
export function parseUrl(input: string, base: string | undefined): UrlParts {
  if (!URL.canParse(input, base)) throw new TypeError(`Invalid URL: ${input.slice(0, 200)}`);
  return partsOf(new URL(input, base));
}

/** The parts after one was set. */
export function setUrlPart(href: string, part: string, value: string): UrlParts {
  const url = new URL(href);
  const known = PARTS.find((each) => each === part);
  if (known) url[known] = value;
  return partsOf(url);
}

function partsOf(url: URL): UrlParts {
  const parts = Object.fromEntries(PARTS.map((part) => [part, url[part]])) as Record<Part, string>;
  return { ...parts, origin: url.origin };
}
