// Learns how letters sound from the CMU dictionary and writes the compact table that ships with the product. Deterministic.
//   node scripts/train-letter-to-sound/train.ts [--check]      (--check: learns from nine tenths, reports on the last)

import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { dictionary } from 'cmu-pronouncing-dictionary';
import { contextKey, contexts, padWord } from '../../src/providers/local/piper/phonemes/letter-to-sound.ts';

const target = new URL('../../src/providers/local/piper/phonemes/letter-to-sound.json.gz', import.meta.url);

type Word = { letters: string; phones: string[] };
/** One entry a letter: the 0..2 phones it says, joined by blanks. */
type Aligned = { letters: string; sounds: string[] };

const ROUNDS = 4;
const IMPOSSIBLE = -1e9;

const words: Word[] = Object.entries(dictionary)
  .filter(([letters]) => /^[a-z]+$/.test(letters))
  .map(([letters, phones]) => ({ letters, phones: phones.split(' ') }));

if (process.argv.includes('--check')) check();
else write(learn(align(words)));

/** Expectation-maximisation with best paths only: which letter says which phones. */
function align(list: Word[]): Aligned[] {
  let scores = new Map<string, number>();
  let aligned: Aligned[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    aligned = list.flatMap((word) => alignWord(word, scores) ?? []);
    scores = estimate(aligned);
  }
  return aligned;
}

function estimate(aligned: Aligned[]): Map<string, number> {
  const pairs = new Map<string, number>();
  const letters = new Map<string, number>();
  for (const word of aligned) {
    word.sounds.forEach((sound, index) => {
      const letter = word.letters[index] as string;
      pairs.set(`${letter}|${sound}`, (pairs.get(`${letter}|${sound}`) ?? 0) + 1);
      letters.set(letter, (letters.get(letter) ?? 0) + 1);
    });
  }
  return new Map([...pairs].map(([key, count]) => [key, Math.log(count / (letters.get(key[0] as string) as number))]));
}

function alignWord({ letters, phones }: Word, scores: Map<string, number>): Aligned | null {
  const n = letters.length;
  const m = phones.length;
  const best = Array.from({ length: n + 1 }, () => new Float64Array(m + 1).fill(IMPOSSIBLE));
  const taken = Array.from({ length: n + 1 }, () => new Int8Array(m + 1));
  best[0]![0] = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= m; j++) {
      if (best[i]![j]! <= IMPOSSIBLE) continue;
      for (let count = 0; count <= 2 && j + count <= m; count++) {
        const value = best[i]![j]! + score(scores, letters[i] as string, phones.slice(j, j + count));
        if (value > best[i + 1]![j + count]!) {
          best[i + 1]![j + count] = value;
          taken[i + 1]![j + count] = count;
        }
      }
    }
  }
  if (best[n]![m]! <= IMPOSSIBLE) return null;
  const sounds: string[] = [];
  for (let i = n, j = m; i > 0; i--) {
    const count = taken[i]![j]!;
    sounds.unshift(phones.slice(j - count, j).join(' '));
    j -= count;
  }
  return { letters, sounds };
}

/** Before anything is known one phone a letter is likeliest. */
function score(scores: Map<string, number>, letter: string, phones: string[]): number {
  if (scores.size > 0) return scores.get(`${letter}|${phones.join(' ')}`) ?? -12;
  return [-2, -1, -4][phones.length] as number;
}

/** Context -> sound, without the contexts that say what a shorter one says anyway. */
function learn(aligned: Aligned[]): Map<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const { letters, sounds } of aligned) {
    const padded = padWord(letters);
    sounds.forEach((sound, index) => {
      for (const context of contexts) {
        const key = contextKey(padded, index, context);
        const row = counts.get(key) ?? new Map<string, number>();
        row.set(sound, (row.get(sound) ?? 0) + 1);
        counts.set(key, row);
      }
    });
  }
  const known = new Map<string, string>();
  for (const [key, row] of counts) {
    const total = [...row.values()].reduce((sum, count) => sum + count, 0);
    if (total >= 2) known.set(key, [...row].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0]);
  }
  return withoutRepeats(known, aligned);
}

/** Drops a context when the next one that would be asked in its place gives the same sound for every word it was seen in. */
function withoutRepeats(known: Map<string, string>, aligned: Aligned[]): Map<string, string> {
  const needed = new Set<string>();
  for (const { letters } of aligned) {
    const padded = padWord(letters);
    for (let index = 0; index < letters.length; index++) {
      let shorter: string | undefined;
      for (const context of [...contexts].reverse()) {
        const key = contextKey(padded, index, context);
        const sound = known.get(key);
        if (sound === undefined) continue;
        if (sound !== shorter) needed.add(key);
        shorter = sound;
      }
    }
  }
  return new Map([...known].filter(([key]) => needed.has(key)));
}

function write(table: Map<string, string>): void {
  const rows: Record<string, string[]> = {};
  for (const [key, sound] of table) (rows[sound] ??= []).push(key);
  const sorted = Object.fromEntries(
    Object.entries(rows)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([sound, keys]) => [sound, keys.sort().join(' ')]),
  );
  const packed = gzipSync(JSON.stringify({ rows: sorted }), { level: 9 });
  writeFileSync(target, packed);
  console.log(`${table.size} contexts, ${packed.length} bytes`);
}

function check(): void {
  const held = words.filter((_, index) => index % 10 === 0);
  const table = learn(align(words.filter((_, index) => index % 10 !== 0)));
  const right = held.filter(({ letters, phones }) => guess(table, letters) === phones.join(' ').replace(/\d/g, ''));
  console.log(
    `${right.length} of ${held.length} unseen words exact without stress (${((100 * right.length) / held.length).toFixed(1)} %)`,
  );
}

function guess(table: Map<string, string>, letters: string): string {
  const padded = padWord(letters);
  const sounds = [...letters].map((_, index) => {
    const context = contexts.find((candidate) => table.has(contextKey(padded, index, candidate)));
    return context ? (table.get(contextKey(padded, index, context)) as string) : '';
  });
  return sounds.join(' ').replace(/\d/g, '').replace(/\s+/g, ' ').trim();
}
