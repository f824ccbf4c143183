// What Twilio is told to do with a call: https://www.twilio.com/docs/voice/twiml

const HEAD = '<?xml version="1.0" encoding="UTF-8"?><Response>';
const TAIL = '</Response>';

/** Both ways of sound go to the socket; when that closes, the call is over. */
export function connectStream(socketUrl: string): string {
  return `${HEAD}<Connect><Stream url="${escaped(socketUrl)}"/></Connect>${TAIL}`;
}

/** Before the answer; the caller hears what a caller hears then. */
export function reject(how: 'busy' | 'rejected'): string {
  return `${HEAD}<Reject reason="${how}"/>${TAIL}`;
}

/** Goes on ringing, and asks again: a `<Pause>` that comes first does not answer. */
export function waitAndAsk(seconds: number, url: string): string {
  return `${HEAD}<Pause length="${seconds}"/><Redirect method="POST">${escaped(url)}</Redirect>${TAIL}`;
}

export const hangUp = `${HEAD}<Hangup/>${TAIL}`;

/** Nothing is to be done, or said back. */
export const nothing = `${HEAD}${TAIL}`;

/** The call goes to somebody else, without us. */
export function dialAway(to: string, headers: Record<string, string>): string {
  const isSip = /^sips?:/i.test(to);
  const noun = isSip ? `<Sip>${escaped(withHeaders(to, headers))}</Sip>` : `<Number>${escaped(to)}</Number>`;
  return `${HEAD}<Dial>${noun}</Dial>${TAIL}`;
}

/** Twilio takes the headers of a SIP call as a query of its URI. */
export function withHeaders(uri: string, headers: Record<string, string>): string {
  const query = Object.entries(headers).map(
    ([name, value]) => `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(value.toWellFormed())}`,
  );
  if (query.length === 0) return uri;
  return `${uri}${uri.includes('?') ? '&' : '?'}${query.join('&')}`;
}

/** What XML 1.0 cannot hold at all (section 2.2) is left out, or no word of the document would be obeyed. */
function escaped(text: string): string {
  const plain = text.toWellFormed().replace(/[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
  return plain.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
