// Times with and without an offset, between an IANA zone and the clock of the world.

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * An ISO date with a time, as ms since the epoch. Without an offset it is meant in the zone; of two that a change of clocks makes, the
 * earlier one. Null for what is no such time.
 */
export function instantOf(text: string, zone: string): number | null {
  const match = ISO.exec(text.trim());
  if (!match || match[4] === undefined) return null;
  const [, year, month, day, hour, minute, second = '00', offset] = match;
  const plain = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const asUtc = Date.parse(`${plain}Z`);
  // Days that no month has roll over elsewhere; here they are none.
  if (Number.isNaN(asUtc) || new Date(asUtc).getUTCDate() !== Number(day)) return null;
  if (offset !== undefined) return Date.parse(plain + offset.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2'));
  const before = asUtc - offsetMs(asUtc - 86_400_000, zone);
  const after = asUtc - offsetMs(asUtc + 86_400_000, zone);
  return offsetMs(before, zone) === asUtc - before ? before : after;
}

/** `2026-12-01T09:00:00-08:00` */
export function isoIn(zone: string, atMs: number): string {
  const offset = offsetMs(atMs, zone);
  const plain = new Date(atMs + offset).toISOString().slice(0, 19);
  const minutes = Math.abs(offset) / 60_000;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${plain}${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** The calendar day of an ISO date, with or without a time. Null for what is none. */
export function dayOf(text: string): string | null {
  const match = ISO.exec(text.trim());
  if (!match) return null;
  const day = `${match[1]}-${match[2]}-${match[3]}`;
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day ? null : day;
}

export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** How far the zone's clocks are ahead of UTC then. */
function offsetMs(atMs: number, zone: string): number {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(atMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
  if (!match) return 0;
  const ms = (Number(match[2]) * 60 + Number(match[3])) * 60_000;
  return match[1] === '-' ? -ms : ms;
}
