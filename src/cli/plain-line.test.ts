import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainLine } from './plain-line.ts';

test('a name cannot command the terminal that it is printed on', () => {
  assert.equal(plainLine('a\u001b[2Jb\r\nc\u009bd\u202Ee\u2028f'), 'a\uFFFD[2Jb\uFFFD\uFFFDc\uFFFDd\uFFFDe\uFFFDf');
  assert.equal(plainLine('Übersicht 📞 (neu)'), 'Übersicht 📞 (neu)');
});
