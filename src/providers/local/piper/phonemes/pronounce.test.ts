import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { dictionary } from 'cmu-pronouncing-dictionary';
import { speakable } from '../written/index.ts';
import { arpabetToIpa } from './arpabet.ts';
import { clausesOf } from './clauses.ts';
import { loadLetterToSound, type LetterToSound } from './letter-to-sound.ts';
import { createPronouncer, ownWords, type Pronouncer } from './pronounce.ts';

let guess: LetterToSound;
let pronouncer: Pronouncer;
const none = new Map<string, string>();

before(async () => {
  guess = await loadLetterToSound(new URL('letter-to-sound.json.gz', import.meta.url));
  pronouncer = createPronouncer(dictionary, guess);
});

test('ARPAbet becomes the IPA that the voice was trained on', () => {
  assert.equal(arpabetToIpa('HH AH0 L OW1'.split(' ')), 'həlˈoʊ');
  assert.equal(arpabetToIpa('W AO1 T ER0'.split(' ')), 'wˈɔːɾɚ', 'an American t between vowels');
  assert.equal(arpabetToIpa('F AO1 R'.split(' ')), 'fˈɔːɹ');
});

test('function words are weak, others as in the dictionary', () => {
  assert.equal(pronouncer.phonemes('the water', none), 'ðə wˈɔːɾɚ');
});

test('possessives, contractions and compounds follow from the words inside', () => {
  assert.equal(pronouncer.phonemes("zebra's", none), 'zˈiːbɹəz');
  assert.match(pronouncer.phonemes("Siobhan's", none), /z$/);
  assert.equal(pronouncer.phonemes('voicemails', none).includes('vˈɔɪs'), true);
});

test('letters are spelled, known capitals are words', () => {
  assert.equal(pronouncer.phonemes('X Q B', none), pronouncer.phonemes('XQB', none));
  assert.equal(pronouncer.phonemes('NASA', none), arpabetToIpa('N AE1 S AH0'.split(' ')));
  assert.equal(pronouncer.phonemes('a', none), 'ɐ');
});

test('the user’s own list wins, in IPA or ARPAbet', () => {
  const own = ownWords([
    { word: 'Siobhan', alphabet: 'ipa', phoneme: '/ʃɪˈvɔːn/' },
    { word: 'retell', alphabet: 'cmu', phoneme: 'r iy0 t eh1 l' },
  ]);
  assert.equal(pronouncer.phonemes('Siobhan', own), 'ʃɪˈvɔːn');
  assert.equal(pronouncer.phonemes('RETELL', own), 'ɹitˈɛl');
});

test('an unknown word still has sounds and exactly one main stress', () => {
  for (const word of ['blorptastic', 'zyxqvw', 'ringbackify', 'kubernetes', 'żółw', 'müller']) {
    const ipa = pronouncer.phonemes(word, none);
    assert.ok(ipa.length > 1, word);
    assert.ok((ipa.match(/ˈ/g) ?? []).length <= 1, `${word}: ${ipa}`);
  }
  assert.deepEqual(guess(''), []);
});

test('words named like parts of JavaScript are words', () => {
  for (const word of ['constructor', 'toString', '__proto__', 'valueOf'])
    assert.ok(pronouncer.phonemes(word, none).length > 1);
});

test('a text is cut at its sentences, and every written word keeps its place', () => {
  const text = 'Hi! It costs $4.50 — 👋 really. Bye';
  const clauses = clausesOf(speakable(text), pronouncer, none);
  assert.deepEqual(
    clauses.map((clause) => [clause.words.join(' '), clause.stop]),
    [
      ['Hi!', '!'],
      ['It costs $4.50 — 👋 really.', '.'],
      ['Bye', '.'],
    ],
  );
  const pieces = new Set(clauses[1]!.symbols.map((symbol) => symbol.piece));
  assert.deepEqual(
    [...pieces].sort((a, b) => a - b),
    [-1, 0, 1, 2, 5],
  );
});

test('nothing to say makes nothing', () => {
  assert.deepEqual(clausesOf(speakable('  '), pronouncer, none), []);
  assert.equal(clausesOf(speakable('👋 —'), pronouncer, none)[0]?.symbols.length, 0);
});

test('no stretch is longer than the model can say while others wait, and no word is lost', () => {
  for (const text of ['word '.repeat(200), '1'.repeat(400), '$1.99 '.repeat(60), '1-'.repeat(180)]) {
    const clauses = clausesOf(speakable(text), pronouncer, none);
    const lengths = clauses.map((clause) => clause.symbols.length);
    assert.ok(lengths.length > 1 && Math.max(...lengths) <= 301, `${text.slice(0, 6)}: ${lengths.join()}`);
    assert.equal(clauses.flatMap((clause) => clause.words).join(' '), text.trim());
    const sound = clauses.map((clause) => clause.symbols.map(({ char }) => char).join('')).join(' ');
    const whole = speakable(text).map(({ spoken }) => pronouncer.phonemes(spoken, none));
    assert.equal(sound.replace(/[ .]/g, ''), whole.join('').replaceAll(' ', ''));
  }
});
