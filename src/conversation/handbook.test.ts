import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handbookText } from './handbook.ts';

test('puts in what is switched on, in the same order whatever the order of the fields', () => {
  const text = handbookText({ ai_disclosure: true, default_personality: true, high_empathy: false }, 'voice');
  assert.match(text, /^## Personality[\s\S]*\n\n## What you are\n/);
  assert.doesNotMatch(text, /Empathy/);
});

test('leaves what is about sound out of chats', () => {
  const all = {
    conversational_personality: true,
    natural_filler_words: true,
    echo_verification: true,
    nato_phonetic_alphabet: true,
    speech_normalization: true,
    smart_matching: true,
  };
  assert.equal(handbookText(all, 'chat'), '');
  assert.equal(handbookText(all, 'voice').match(/^## /gm)?.length, 6);
});

test('is empty without a handbook, and takes no notice of what it does not know', () => {
  assert.equal(handbookText(null, 'voice'), '');
  assert.equal(handbookText({ unknown: true } as object, 'voice'), '');
});
