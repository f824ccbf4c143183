// From environment and file to checked values: all faults together, each with where it came from.

import { z } from 'zod';
import { settings, type Setting, type SettingName, type SettingValues } from './settings.ts';

export interface Sources {
  env: Record<string, string | undefined>;
  /** What the file holds; null when there is none. */
  file: { path: string; content: unknown } | null;
}

export interface Reading {
  values: SettingValues;
  /** One line each, fit for a person; empty when all is well. */
  faults: string[];
  /** Nothing is broken, but somebody may be mistaken. */
  warnings: string[];
}

const names = Object.keys(settings) as SettingName[];
const schema = z.object(
  Object.fromEntries(names.map((name) => [name, (settings[name] as Setting).value.schema.nullable()])),
);

/** The environment wins over the file; an empty text counts as not set. */
export function readSettings({ env, file }: Sources): Reading {
  const faults: string[] = [];
  const origin = new Map<string, string>();
  const given: Record<string, string | null> = {};
  const fromFile = textsOf(file, faults);
  for (const name of names) {
    const setting: Setting = settings[name];
    const inEnvironment = env[name]?.trim() ? env[name] : undefined;
    if (inEnvironment !== undefined) origin.set(name, 'the environment');
    else if (fromFile[name]) origin.set(name, file?.path ?? '');
    given[name] = inEnvironment ?? (fromFile[name] || undefined) ?? setting.usual ?? null;
  }
  const result = schema.safeParse(given);
  for (const issue of result.error?.issues ?? []) {
    const name = String(issue.path[0]) as SettingName;
    const shown = (settings[name] as Setting).secret ? 'what it holds (not shown)' : JSON.stringify(given[name]);
    faults.push(`${name} in ${origin.get(name)}: expected ${issue.message}; got ${shown}.`);
  }
  return { values: (result.data ?? {}) as SettingValues, faults, warnings: warningsOf(env, origin) };
}

/** The file's settings as text; what cannot be one is a fault. */
function textsOf(file: Sources['file'], faults: string[]): Record<string, string | undefined> {
  if (!file) return {};
  const { path, content } = file;
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    faults.push(`${path}: expected an object like { "PORT": 8080 }.`);
    return {};
  }
  const texts: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(content)) {
    if (name === '$schema') continue;
    if (!(name in settings)) faults.push(`${path}: there is no setting ${JSON.stringify(name)}.${guess(name)}`);
    else if (value !== null) texts[name] = textOf(value) ?? complain(`${name} in ${path}`);
  }
  return texts;

  function complain(where: string): undefined {
    faults.push(`${where}: expected text, a number, true, false, or a list of texts.`);
    return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  if (Array.isArray(value)) {
    const parts = value.map(textOf);
    return parts.includes(undefined) ? undefined : parts.join(',');
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

function warningsOf(env: Sources['env'], origin: Map<string, string>): string[] {
  const unknown = Object.keys(env)
    .filter((name) => name.startsWith('RINGBACK_') && !name.startsWith('RINGBACK_TEST_') && !(name in settings))
    .map((name) => `There is no setting ${name}.${guess(name)}`);
  const idle = names
    .filter((name) => origin.has(name) && (settings[name] as Setting).later)
    .map((name) => `${name} is without effect in this version.`);
  return [...unknown, ...idle];
}

/** " Did you mean X?" for a name that differs by case, dashes or a few letters; else nothing. */
function guess(name: string): string {
  const plain = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9]/g, '');
  const wanted = plain(name);
  const nearest = names
    .map((candidate) => ({
      candidate,
      far: Math.min(distance(plain(candidate), wanted), distance(plain(candidate), `RINGBACK${wanted}`)),
    }))
    .sort((a, b) => a.far - b.far)[0];
  return nearest && nearest.far <= 2 ? ` Did you mean ${nearest.candidate}?` : '';
}

/** Letters to add, drop or change (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
