import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createUnsetFilter, withoutPlaceholders } from './unset-variables.ts';

/** What comes out of a text that comes in pieces of this length, and the names that were missing. */
function filtered(text: string, size: number): { out: string; names: string[] } {
  const names: string[] = [];
  const filter = createUnsetFilter((name) => names.push(name));
  let out = '';
  for (let at = 0; at < text.length; at += size) out += filter.push(text.slice(at, at + size));
  return { out: out + filter.flush(), names };
}

test('leaves a placeholder out with the blank before it, wherever the text is cut', () => {
  const cases: [string, string, string[]][] = [
    ['Hello {{first_name}}! How are you?', 'Hello! How are you?', ['first_name']],
    ['{{greeting}} friend', ' friend', ['greeting']],
    [
      'It is {{current_time_{{zone}}}} there. And {{ x }} too.',
      'It is there. And too.',
      ['current_time_{{zone}}', 'x'],
    ],
    ['A set is {1, 2}, a dict {"a": {"b": 1}}.', 'A set is {1, 2}, a dict {"a": {"b": 1}}.', []],
    ['It ends {{here', 'It ends {{here', []],
    ['Nothing.  Two blanks.', 'Nothing.  Two blanks.', []],
  ];
  for (const [text, expected, names] of cases)
    for (let size = 1; size <= text.length; size++) assert.deepEqual(filtered(text, size), { out: expected, names });
});

test('holds nothing back after a sentence, where speech begins', () => {
  const filter = createUnsetFilter(() => {});
  assert.equal(filter.push('Good morning. '), 'Good morning. ');
  assert.equal(filter.push('How '), 'How');
  assert.equal(filter.push('are you?'), ' are you?');
});

test('takes braces that never close for text after two hundred characters', () => {
  const filter = createUnsetFilter(() => {});
  assert.equal(filter.push('{{'), '');
  const long = 'x'.repeat(300);
  assert.equal(filter.push(long), `{{${long}`);
});

test('is done in time with very many blanks and braces', () => {
  const text = `${' '.repeat(200_000)}{{${'{{'.repeat(100_000)}`;
  assert.equal(
    withoutPlaceholders(text, () => {}),
    text,
  );
});
