// The caller's number as carriers write it.

/** Numbers that Twilio shows for callers who withhold theirs: they spell ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN, UNAVAILABLE on the keys. */
const withheld = new Set(['+266696687', '+7378742833', '+2562533', '+8656696', '+86282452253']);

/** E.164 where it is one; `anonymous` when it is withheld; else as it came (`client:...`, a SIP URI). */
export function phoneNumberOf(text: string | null): string {
  const number = (text ?? '').trim();
  if (number === '' || withheld.has(number) || /^(anonymous|restricted|private|unknown|unavailable)$/i.test(number))
    return 'anonymous';
  return number.slice(0, 256);
}
