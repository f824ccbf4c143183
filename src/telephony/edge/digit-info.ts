// Digits in SIP INFO, the two bodies that switches send: `application/dtmf-relay` (Signal=5, Duration=160) and `application/dtmf` (5).

const DIGIT = /^[0-9*#A-D]$/;
/** Numbers of events (RFC 4733 section 3.2) that some switches write instead of the sign. */
const BY_NUMBER: Readonly<Record<string, string>> = { 10: '*', 11: '#', 12: 'A', 13: 'B', 14: 'C', 15: 'D' };

/** Null: no digit. Never throws. */
export function digitOfInfo(contentType: string, body: string): string | null {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase();
  if (type === 'application/dtmf-relay') return digitOf(/^\s*signal\s*[=:]\s*(\S+)/im.exec(body)?.[1]);
  if (type === 'application/dtmf') return digitOf(/^\s*(?:signal\s*[=:]\s*)?(\S+)/i.exec(body)?.[1]);
  return null;
}

/** For the far end. */
export function infoOfDigit(digit: string, durationMs: number): { contentType: string; body: string } {
  return { contentType: 'application/dtmf-relay', body: `Signal=${digit}\r\nDuration=${durationMs}\r\n` };
}

function digitOf(written: string | undefined): string | null {
  const sign = written?.toUpperCase() ?? '';
  const digit = BY_NUMBER[sign] ?? sign;
  return DIGIT.test(digit) ? digit : null;
}
