// Guesses how an unknown word is pronounced, from what scripts/train-letter-to-sound learnt from the CMU dictionary: each letter says
// what it says in the longest known context around it.

import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

/** Letters to the left and right that are looked at, longest context first. Part of the data's format. */
export const contexts: readonly (readonly [left: number, right: number])[] = [
  [4, 4],
  [3, 4],
  [3, 3],
  [2, 3],
  [2, 2],
  [1, 3],
  [1, 2],
  [2, 1],
  [1, 1],
  [0, 1],
  [1, 0],
  [0, 0],
];

const EDGE = '####';

/** The key of one letter in one context; the number parts contexts of the same letters. */
export function contextKey(padded: string, index: number, [left, right]: readonly [number, number]): string {
  return padded.slice(index + EDGE.length - left, index + EDGE.length + 1 + right) + left;
}

export function padWord(word: string): string {
  return EDGE + word + EDGE;
}

/** ARPAbet phones of a word of letters a-z, with exactly one main stress if it has a vowel. */
export type LetterToSound = (word: string) => string[];

/** `file`: gzip of JSON, `{ phones: string[], keys: string }` as the training script writes it. */
export async function loadLetterToSound(file: URL): Promise<LetterToSound> {
  const data = JSON.parse(gunzipSync(await readFile(file)).toString()) as { rows: Record<string, string> };
  const sounds = new Map<string, string>();
  for (const [phones, keys] of Object.entries(data.rows)) {
    for (const key of keys.split(' ')) sounds.set(key, phones);
  }
  return (word) => oneMainStress(phonesOf(word, sounds));
}

function phonesOf(word: string, sounds: Map<string, string>): string[] {
  const padded = padWord(word);
  return [...word].flatMap((_, index) => {
    for (const context of contexts) {
      const phones = sounds.get(contextKey(padded, index, context));
      if (phones !== undefined) return phones === '' ? [] : phones.split(' ');
    }
    return [];
  });
}

/** ARPAbet vowels end in their stress: 1 main, 2 side, 0 none. */
function oneMainStress(phones: string[]): string[] {
  let main = phones.findIndex((phone) => phone.endsWith('1'));
  if (main < 0) main = phones.findIndex((phone) => /\d$/.test(phone));
  return phones.map((phone, index) => {
    if (index === main) return phone.replace(/\d$/, '1');
    return phone.replace(/1$/, '2');
  });
}
