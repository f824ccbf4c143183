import assert from 'node:assert/strict';
import { test } from 'node:test';
import { variablesOf } from '../../test/flows/script.ts';
import type { EquationOperator } from './document.ts';
import { holds, isTrue, readerOf } from './equation.ts';

const read = readerOf(variablesOf({ name: 'Ann Lee', age: '30', empty: '', words: 'thirty' }), {});
const given = (left: string, operator: EquationOperator, right?: string): boolean =>
  isTrue({ left, operator, ...(right === undefined ? {} : { right }) }, read);

const CASES: [left: string, operator: EquationOperator, right: string | undefined, expected: boolean][] = [
  ['{{name}}', '==', 'Ann Lee', true],
  ['{{name}}', '==', 'ann lee', false],
  ['{{ age }}', '==', '30.0', false],
  ['{{name}}', '!=', 'Bob', true],
  ['{{unset}}', '!=', 'Bob', true],
  ['{{unset}}', '==', '', true],
  ['{{name}}', 'contains', 'Lee', true],
  ['{{name}}', 'contains', 'lee', false],
  ['{{name}}', 'not_contains', 'Bob', true],
  ['{{age}}', '>', '29', true],
  ['{{age}}', '>', '30', false],
  ['{{age}}', '>=', '30', true],
  ['{{age}}', '<', '100', true],
  ['{{age}}', '<=', '29.9', false],
  ['{{words}}', '>', '1', false],
  ['{{empty}}', '<', '1', false],
  ['{{unset}}', '<', '1', false],
  ['{{name}}', 'exists', undefined, true],
  ['{{empty}}', 'exists', undefined, true],
  ['name', 'exists', undefined, true],
  ['{{unset}}', 'exists', undefined, false],
  ['{{unset}}', 'not_exist', undefined, true],
  ['{{empty}}', 'not_exist', undefined, false],
  ['{{age}}', '==', '{{age}}', true],
  ['Ms {{name}}', '==', 'Ms Ann Lee', true],
];

for (const [left, operator, right, expected] of CASES) {
  test(`${left} ${operator} ${right ?? ''} is ${expected}`, () => {
    assert.equal(given(left, operator, right), expected);
  });
}

test('all of them, any of them; none at all never hold', () => {
  const yes = { left: '{{age}}', operator: '>', right: '1' } as const;
  const no = { left: '{{age}}', operator: '<', right: '1' } as const;
  assert.equal(holds({ operator: '&&', equations: [yes, no] }, read), false);
  assert.equal(holds({ operator: '||', equations: [no, yes] }, read), true);
  assert.equal(holds({ operator: '||', equations: [no, no] }, read), false);
  assert.equal(holds({ operator: '&&', equations: [] }, read), false);
  assert.equal(holds({ equations: [yes, yes] }, read), true);
});
