// Runs the program, and turns what comes of it into text.

import { defineGlobals } from './define-globals.ts';
import type { World } from './host.ts';

const { parse, stringify } = JSON;
/** Not ours to judge: it sees the machine's globals and nothing else. */
const run = globalThis.eval;
/** As MAX_RESULT_CHARACTERS outside; what is longer never leaves the machine. */
const MAX_CHARACTERS = 1_048_576;
/** Of an error's words. */
const MAX_ERROR_CHARACTERS = 4_000;

export function createProgram(world: World): (program: string) => void {
  return (program) => {
    const { code, dv, metadata } = parse(program) as { code: string; dv: unknown; metadata: unknown };
    defineGlobals({ dv, metadata });
    const failed = (error: unknown): void => world.tell('threw', errorText(error));
    try {
      // On the first line, so that errors name the author's lines.
      const result = run(`(async () => {${code}\n})()`) as Promise<unknown>;
      result.then((value) => world.tell('returned', resultText(value))).then(undefined, failed);
    } catch (error) {
      failed(error);
    }
  };
}

/** A text as it is, everything else as JSON. Throws for what JSON cannot hold. */
function resultText(value: unknown): string {
  const text = typeof value === 'string' ? value : (stringify(value) ?? 'null');
  return text.length > MAX_CHARACTERS ? text.slice(0, MAX_CHARACTERS) : text;
}

function errorText(error: unknown): string {
  try {
    if (!(error instanceof Error)) return `The code threw ${clip(resultText(error))}`;
    const line = /<(?:input|eval|evalScript)>:(\d+)/.exec(String(error.stack))?.[1];
    return clip(`${error.name}: ${error.message}`) + (line === undefined ? '' : ` (line ${line})`);
  } catch {
    return 'The code threw something that cannot be shown.';
  }
}

function clip(text: string): string {
  return text.length > MAX_ERROR_CHARACTERS ? `${text.slice(0, MAX_ERROR_CHARACTERS)}…` : text;
}
