// The sixteen keys as pairs of tones (ITU-T Q.23).

const rows = [697, 770, 852, 941] as const;
const columns = [1209, 1336, 1477, 1633] as const;
const keys = ['123A', '456B', '789C', '*0#D'] as const;

export const dtmfRowsHz: readonly number[] = rows;
export const dtmfColumnsHz: readonly number[] = columns;

export function dtmfKey(row: number, column: number): string {
  return keys[row]![column]!;
}

/** The two tones of a key, Hz; null for what is no key. */
export function dtmfTones(key: string): [number, number] | null {
  const row = keys.findIndex((line) => line.includes(key));
  return row < 0 || key.length !== 1 ? null : [rows[row]!, columns[keys[row]!.indexOf(key)]!];
}

/** Each tone 10 dB under full scale, as phones send them; they fade in and out within 2 ms. */
const amplitude = 32767 * 10 ** (-10 / 20);
const fadeMs = 2;

/** Sound of a key, pcm16. Empty for what is no key. */
export function dtmfSound(key: string, durationMs: number, rateHz: number): Int16Array {
  const tones = dtmfTones(key);
  const pcm = new Int16Array(tones ? Math.round((durationMs * rateHz) / 1000) : 0);
  const fade = (fadeMs * rateHz) / 1000;
  for (let i = 0; i < pcm.length; i++) {
    const gain = Math.min(1, i / fade, (pcm.length - i) / fade);
    const turn = (2 * Math.PI * i) / rateHz;
    pcm[i] = gain * amplitude * (Math.sin(turn * tones![0]) + Math.sin(turn * tones![1]));
  }
  return pcm;
}
