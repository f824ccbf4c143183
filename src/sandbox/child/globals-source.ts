// The modules that make a program's globals, as JavaScript that QuickJS reads.

import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';

/** Where they stand, as QuickJS names them: `globals/fetch.ts`. */
export const ENTRY = 'globals/index.ts';

const sources = new Map<string, string>();

/** Throws when there is no such module: it is asked for names of ours alone. */
export function moduleSource(name: string): string {
  const known = sources.get(name);
  if (known !== undefined) return known;
  const source = stripTypeScriptTypes(readFileSync(new URL(name, import.meta.url), 'utf8'));
  sources.set(name, source);
  return source;
}
