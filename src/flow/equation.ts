// Equations on edges. They see dynamic variables only, never what was said.

import type { Equation } from './document.ts';
import { listOf } from './flow.ts';
import type { FlowVariables } from './state.ts';

/** What an equation reads. */
export interface EquationReader {
  value(name: string): string | undefined;
  text(template: string): string;
}

export function readerOf(variables: FlowVariables, collected: Readonly<Record<string, string>>): EquationReader {
  return {
    value: (name) => variables.value(name, collected),
    text: (template) => variables.text(template, collected),
  };
}

/** All of them with `&&`, any of them with `||`. No equations at all hold never. */
export function holds(
  condition: { equations?: Equation[] | null; operator?: '||' | '&&' | null },
  read: EquationReader,
): boolean {
  const equations = listOf(condition.equations);
  if (equations.length === 0) return false;
  return condition.operator === '||'
    ? equations.some((equation) => isTrue(equation, read))
    : equations.every((equation) => isTrue(equation, read));
}

/** Texts are compared as they are, case and all; `<` and its like want a number on both sides. An empty variable exists. */
export function isTrue({ left, operator, right }: Equation, read: EquationReader): boolean {
  if (operator === 'exists') return isSet(left, read);
  if (operator === 'not_exist') return !isSet(left, read);
  const a = side(left, read);
  const b = side(right ?? '', read);
  switch (operator) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case 'contains':
      return a.includes(b);
    case 'not_contains':
      return !a.includes(b);
    case '>':
      return compare(a, b, (x, y) => x > y);
    case '>=':
      return compare(a, b, (x, y) => x >= y);
    case '<':
      return compare(a, b, (x, y) => x < y);
    case '<=':
      return compare(a, b, (x, y) => x <= y);
    default:
      operator satisfies never;
      return false;
  }
}

/** Names of the variables that a side mentions. */
export function namesIn(text: string): string[] {
  return [...text.matchAll(/\{\{\s*([^{}]+?)\s*\}\}/g)].map((match) => match[1] ?? '');
}

/** A variable's text, a template's text, or the text as it stands. A side that is not set is empty, not its own name in braces. */
function side(text: string, read: EquationReader): string {
  const name = onlyName(text);
  return name === null ? read.text(text) : (read.value(name) ?? '');
}

function isSet(left: string, read: EquationReader): boolean {
  const name = onlyName(left) ?? left.trim();
  return read.value(name) !== undefined;
}

/** The name in a text that is one placeholder and nothing else. */
function onlyName(text: string): string | null {
  return /^\s*\{\{\s*([^{}]+?)\s*\}\}\s*$/.exec(text)?.[1] ?? null;
}

function compare(a: string, b: string, test: (x: number, y: number) => boolean): boolean {
  const [x, y] = [numberOf(a), numberOf(b)];
  return x !== null && y !== null && test(x, y);
}

function numberOf(text: string): number | null {
  const trimmed = text.trim();
  return trimmed !== '' && Number.isFinite(Number(trimmed)) ? Number(trimmed) : null;
}
