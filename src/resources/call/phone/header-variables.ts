// What the far end said in SIP headers, as the call keeps it and as its agent can name it.

/** Ours: a switch may send anything. */
const MAX_HEADERS = 50;
const MAX_NAME = 128;
const MAX_VALUE = 1_000;

/** `custom_sip_headers`: names in lower case; what is too much or too long is left out. */
export function keptHeaders(headers: Record<string, string>): Record<string, string> {
  const kept = Object.entries(headers)
    .filter(([name, value]) => name.length <= MAX_NAME && value.length <= MAX_VALUE && name !== '__proto__')
    .slice(0, MAX_HEADERS);
  return Object.fromEntries(kept.map(([name, value]) => [name.toLowerCase(), withoutControls(value)]));
}

/** Both spellings of a header of one's own: `x-order` and `order` (behaviour 6.3). */
export function headerVariables(kept: Record<string, string>): Record<string, string> {
  const short = Object.entries(kept).flatMap(([name, value]) =>
    name.startsWith('x-') && name.length > 2 ? [[name.slice(2), value] as const] : [],
  );
  return { ...Object.fromEntries(short.filter(([name]) => name !== '__proto__')), ...kept };
}

function withoutControls(value: string): string {
  return value.replace(/\p{Cc}+/gu, ' ').trim();
}
