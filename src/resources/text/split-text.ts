// Long answers go as several texts; each of these the carrier cuts into segments by itself.

/** The longest text that carriers take: https://www.twilio.com/docs/glossary/what-sms-character-limit */
export const MAX_TEXT_CHARACTERS = 1_600;

/** Pieces of at most 1,600 characters (UTF-16), broken at a blank where there is one, and never inside a character. */
export function splitText(text: string): string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (rest.length > MAX_TEXT_CHARACTERS) {
    const at = breakBefore(rest);
    pieces.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  return rest === '' ? pieces : [...pieces, rest];
}

function breakBefore(text: string): number {
  const blank = text.slice(0, MAX_TEXT_CHARACTERS + 1).search(/\s\S*$/);
  if (blank > MAX_TEXT_CHARACTERS / 2) return blank;
  const last = text.charCodeAt(MAX_TEXT_CHARACTERS - 1);
  return last >= 0xd800 && last < 0xdc00 ? MAX_TEXT_CHARACTERS - 1 : MAX_TEXT_CHARACTERS;
}
