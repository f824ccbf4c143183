// Results of simulation tests for people and for CI.

import type { Schema } from '../contract/index.ts';
import { plainLine } from './plain-line.ts';

export type TestRun = Schema<'TestCaseJob'>;
export type Comparison = Schema<'ReplayComparison'>;

const WORDS = { pass: 'PASS ', fail: 'FAIL ', error: 'ERROR', pending: 'OPEN ', in_progress: 'OPEN ' } as const;

/** Lines for a terminal: each run, and of those that did not pass why, with the conversation. */
export function reportLines(runs: readonly TestRun[]): string[] {
  const lines = runs.flatMap((run) => {
    const head = `${WORDS[run.status]} ${plainLine(nameOf(run))}`;
    return run.status === 'pass'
      ? [head]
      : [head, ...indented(explanationOf(run)), ...indented(transcriptOf(run), '    | ')];
  });
  const count = (status: TestRun['status']): number => runs.filter((run) => run.status === status).length;
  return [...lines, '', `${count('pass')} passed, ${count('fail')} failed, ${count('error')} errors.`];
}

/** JUnit's XML, as CI servers read it. `seconds`: how long all of it took. */
export function junitXml(suite: string, runs: readonly TestRun[], seconds: number): string {
  const failures = runs.filter(({ status }) => status === 'fail').length;
  const errors = runs.filter(({ status }) => status !== 'fail' && status !== 'pass').length;
  const figures = `tests="${runs.length}" failures="${failures}" errors="${errors}" time="${seconds.toFixed(3)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${figures}>`,
    `  <testsuite name="${escaped(suite)}" ${figures}>`,
    ...runs.map((run) => testCase(suite, run)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

/** Turn by turn, with both sides where they differ. */
export function comparisonLines({ turns, difference_count, status }: Comparison): string[] {
  const lines = turns.flatMap(({ user, recorded, replayed, differs_in }) => {
    const said = user === null ? [] : [`  User: ${plainLine(user)}`];
    if (differs_in.length === 0) return [...said, ...sideLines('=', recorded)];
    return [...said, ...sideLines('-', recorded), ...sideLines('+', replayed), `  (${differs_in.join(', ')})`];
  });
  const verdict =
    difference_count === 0
      ? 'Nothing differs.'
      : `${difference_count} of ${turns.length} turns differ (- recorded, + replayed).`;
  return [...lines, '', status === 'error' ? `The replay did not come to its end. ${verdict}` : verdict];
}

function sideLines(mark: string, side: Comparison['turns'][number]['recorded']): string[] {
  if (!side) return [`${mark} (nothing)`];
  const words = side.agent === '' ? [] : [`${mark} Agent: ${side.agent}`];
  const tools = side.tools.map((tool) => `${mark} [uses ${tool.name} with ${tool.arguments}]`);
  const path = side.path.map((step) => `${mark} [step: ${step}]`);
  return [...path, ...tools, ...words].map(plainLine);
}

function testCase(suite: string, run: TestRun): string {
  const head = `    <testcase name="${escaped(nameOf(run))}" classname="${escaped(suite)}"`;
  if (run.status === 'pass') return `${head}/>`;
  const kind = run.status === 'fail' ? 'failure' : 'error';
  const explanation = explanationOf(run);
  const message = explanation.split('\n').find((line) => !line.startsWith('PASS')) ?? explanation;
  const text = `${explanation}\n\n${transcriptOf(run)}`;
  return `${head}>\n      <${kind} message="${escaped(message)}">${escaped(text)}</${kind}>\n    </testcase>`;
}

function nameOf({ test_case_definition_snapshot: { name }, test_case_definition_id }: TestRun): string {
  return name ?? test_case_definition_id;
}

function explanationOf({ result_explanation, status }: TestRun): string {
  return result_explanation ?? `The run is ${status}.`;
}

function transcriptOf({ transcript_snapshot }: TestRun): string {
  return String((transcript_snapshot as { transcript?: unknown } | null | undefined)?.transcript ?? '').trim();
}

function indented(text: string, by = '    '): string[] {
  return text === '' ? [] : text.split('\n').map((line) => `${by}${plainLine(line)}`);
}

/** XML 1.0 knows no other control characters, not even escaped. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\x20-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
