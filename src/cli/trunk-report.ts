// Trunks, and what their test found, as lines of the terminal.

import type { Schema } from '../contract/index.ts';

const MARKS = { ok: 'ok     ', failed: 'WRONG  ', warning: 'look   ', skipped: '-      ' } as const;

export function trunkTestLines({ ok, steps }: Schema<'SipTrunkTestResponse'>): string[] {
  const lines = steps.flatMap(({ step, result, found, advice }) => [
    `${MARKS[result]}${step.padEnd(12)}${found}`,
    ...(advice === null ? [] : [`${' '.repeat(19)}-> ${advice}`]),
  ]);
  const wrong = steps.filter(({ result }) => result === 'failed').length;
  return [...lines, ok ? 'Nothing is wrong as far as can be seen.' : `Wrong: ${wrong}.`];
}

export function trunkLines(trunks: Schema<'SipTrunkResponse'>[]): string[] {
  if (trunks.length === 0) return ['There are no SIP trunks.'];
  return trunks.flatMap(({ sip_trunk_id, name, health, targets }) => [
    `${sip_trunk_id}  ${name}`,
    ...(health?.targets ?? targets.map(({ uri }) => ({ uri, state: 'unknown', detail: '' }))).map(
      ({ uri, state, detail }) => `  ${uri}: ${state} ${detail}`.trimEnd(),
    ),
  ]);
}
