// What a program's globals may ask of our side: a name and a text in, a text out. Every answer is made of values of ours; nothing that
// comes in is more than a text or JSON that is read with care.

import { randomBytes, randomUUID } from 'node:crypto';
import type { ConsoleLine } from '../../interfaces/code-runner.ts';
import { MAX_CONSOLE_CHARACTERS, type FetchRequest } from '../protocol.ts';
import { formatByIntl } from './intl.ts';
import { parseUrl, setUrlPart } from './url.ts';

/** What the machine does when a program asks for it. */
export interface World {
  console(line: ConsoleLine): void;
  fetch(id: number, request: FetchRequest): void;
  timer(id: number, ms: number): void;
  cancelTimer(id: number): void;
  finish(how: 'returned' | 'threw', text: string): void;
}

/** JSON, but for `returned` and `threw`. Throws with words for the program's author. */
export function ask(world: World, what: string, input: string): string {
  if (what === 'returned' || what === 'threw') {
    world.finish(what, input);
    return 'null';
  }
  const answer = answerTo(world, what, listOf(JSON.parse(input)));
  return JSON.stringify(answer) ?? 'null';
}

function answerTo(world: World, what: string, [first, second, third, fourth, fifth]: unknown[]): unknown {
  switch (what) {
    case 'console':
      return world.console({ level: levelOf(first), text: String(second).slice(0, MAX_CONSOLE_CHARACTERS) });
    case 'fetch':
      return world.fetch(Number(first), requestOf(second));
    case 'timer':
      return world.timer(Number(first), Number(second));
    case 'cancelTimer':
      return world.cancelTimer(Number(first));
    case 'url':
      return parseUrl(String(first), second === null ? undefined : String(second));
    case 'setUrl':
      return setUrlPart(String(first), String(second), String(third));
    case 'params':
      return [...new URLSearchParams(String(first))];
    case 'paramsText':
      return new URLSearchParams(listOf(first).map((pair) => listOf(pair).map(String) as [string, string])).toString();
    case 'randomBytes':
      return [...randomBytes(Math.min(65_536, Math.max(0, Number(first) || 0)))];
    case 'uuid':
      return randomUUID();
    case 'intl':
      return formatByIntl(String(first), String(second), third, fourth, fifth);
    default:
      throw new TypeError(`There is no "${what}" here.`);
  }
}

function levelOf(level: unknown): ConsoleLine['level'] {
  return level === 'warn' || level === 'error' ? level : 'info';
}

function requestOf(value: unknown): FetchRequest {
  const { method, url, headers, body } = (value ?? {}) as Record<string, unknown>;
  return {
    method: String(method),
    url: String(url),
    headers: Object.fromEntries(listOf(headers).map((pair) => listOf(pair).map(String) as [string, string])),
    body: typeof body === 'string' ? body : null,
  };
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
