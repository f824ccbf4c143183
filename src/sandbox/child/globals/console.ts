// console: lines for the conversation's log.

import { defineGlobals } from './define-globals.ts';
import type { World } from './host.ts';

const { stringify } = JSON;
/** As MAX_CONSOLE_LINES outside: what comes after is not even put together. */
const MAX_LINES = 100;
const MAX_CHARACTERS = 1_000;

export function installConsole(world: World): void {
  let lines = 0;
  const writer =
    (level: 'info' | 'warn' | 'error') =>
    (...values: unknown[]): void => {
      if (++lines > MAX_LINES) return;
      const text = values.map(shown).join(' ');
      world.ask('console', level, text.slice(0, MAX_CHARACTERS));
    };
  const info = writer('info');
  const [warn, error] = [writer('warn'), writer('error')];
  defineGlobals({ console: { log: info, info, debug: info, trace: info, dir: info, table: info, warn, error } });
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value.slice(0, MAX_CHARACTERS);
  try {
    if (value instanceof Error) return `${value.name}: ${value.message}`;
    if (typeof value === 'object' && value !== null) return stringify(value) ?? String(value);
    return typeof value === 'function' ? `[Function ${value.name}]` : String(value);
  } catch {
    return '[something that cannot be shown]';
  }
}
