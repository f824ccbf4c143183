// A variable that is not set stays literal in prompts, and models repeat what they read. Nobody should hear `{{name}}`: it is left out of
// what is said.

import type { EngineEvent, ResponseEngine } from './engine.ts';

export interface UnsetOptions {
  /** Once for each name. */
  onUnset(name: string): void;
}

/** Longer than this it is no placeholder but text; a reply is not held back for it. */
const MAX_PLACEHOLDER_CHARACTERS = 200;
/** One other may stand in its name. */
const PLACEHOLDER = /\{\{((?:[^{}]|\{\{[^{}]*\}\})*)\}\}/y;

/** Drops placeholders from a text that comes in pieces. */
export interface UnsetFilter {
  push(text: string): string;
  /** The text ended: gives what was held back. */
  flush(): string;
}

export function createUnsetFilter(onUnset: (name: string) => void): UnsetFilter {
  let held = '';
  return {
    push(text) {
      const { out, rest } = scan(held + text, false, onUnset);
      held = rest;
      return out;
    },
    flush() {
      const out = held;
      held = '';
      return out;
    },
  };
}

/** A whole text without its placeholders and the blanks before them: "Hello {{name}}!" becomes "Hello!". */
export function withoutPlaceholders(text: string, onUnset: (name: string) => void): string {
  return scan(text, true, onUnset).out;
}

/** For the conversation's log. `where`: what it was left out of. */
export function unsetNote(name: string, where: string): string {
  return `The variable ${JSON.stringify(name.slice(0, 80))} is not set: it was left out of ${where}.`;
}

/** The same engine; unset variables are left out of all that it says. */
export function withoutUnset<E extends ResponseEngine>(engine: E, options: UnsetOptions): E {
  const told = new Set<string>();
  const onUnset = (name: string): void => {
    if (told.has(name)) return;
    told.add(name);
    options.onUnset(name);
  };
  const clean = <T extends string | null>(text: T): T =>
    text === null ? text : (withoutPlaceholders(text, onUnset) as T);
  return {
    ...engine,
    opening() {
      const opening = engine.opening();
      return opening.who === 'agent' ? { ...opening, text: clean(opening.text) } : opening;
    },
    respond: (request) => cleaned(engine.respond(request), onUnset, clean),
    async runTool(call, context) {
      const result = await engine.runTool(call, context);
      const { directive } = result;
      if (!directive || !('text' in directive)) return result;
      return { ...result, directive: { ...directive, text: clean(directive.text) } };
    },
  };
}

async function* cleaned(
  events: AsyncIterable<EngineEvent>,
  onUnset: (name: string) => void,
  clean: (text: string | null) => string | null,
): AsyncGenerator<EngineEvent> {
  const filter = createUnsetFilter(onUnset);
  for await (const event of events) {
    if (event.is !== 'text') {
      const rest = filter.flush();
      if (rest !== '') yield { is: 'text', text: rest };
    }
    if (event.is === 'text') {
      const text = filter.push(event.text);
      if (text !== '') yield { ...event, text };
    } else if (event.is === 'tool') {
      yield { ...event, call: { ...event.call, speakDuring: clean(event.call.speakDuring) } };
    } else yield event;
  }
}

/** `rest`: what must wait for more text, of one that goes on. */
function scan(text: string, isWhole: boolean, onUnset: (name: string) => void): { out: string; rest: string } {
  let out = '';
  let from = 0;
  for (let open = text.indexOf('{{'); open >= 0; open = text.indexOf('{{', from)) {
    PLACEHOLDER.lastIndex = open;
    const found = PLACEHOLDER.exec(text);
    if (!found && !isWhole && text.length - open <= MAX_PLACEHOLDER_CHARACTERS) return held(out, text, from, open);
    if (found) {
      onUnset(found[1]!.trim());
      out += text.slice(from, open).trimEnd();
    } else out += text.slice(from, open + 2);
    from = found ? PLACEHOLDER.lastIndex : open + 2;
  }
  if (isWhole) return { out: out + text.slice(from), rest: '' };
  return held(out, text, from, text.endsWith('{') ? text.length - 1 : text.length);
}

/** Blanks may stand before a placeholder. Those after a sentence do not wait, because speech begins there. */
function held(out: string, text: string, from: number, cut: number): { out: string; rest: string } {
  const before = text.slice(from, cut).trimEnd();
  const end = /[.!?:;,]$/.test(before) ? cut : from + before.length;
  return { out: out + text.slice(from, end), rest: text.slice(end) };
}
