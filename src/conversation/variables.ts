// Dynamic variables: `{{name}}` in prompts, messages, tool texts. Where a value comes from, which source wins, how it becomes text.

/** Looks a name up; undefined = not set, the placeholder stays as it is. */
export interface VariableLookup {
  (name: string): string | undefined;
  /** Names that may have a value now, as far as they can be counted. */
  names?(): string[];
}

/** Any JSON value as callers send it. */
export type VariableValues = Record<string, unknown>;

/** The sources, weakest first. */
export interface VariableSources {
  /** `default_dynamic_variables` of the engine. */
  defaults: VariableValues;
  /** From the request that created the call or chat. */
  request: VariableValues;
  /** Extracted or taken from tool answers during the conversation. */
  collected: VariableValues;
  /** From update-call on the running call. */
  overrides: VariableValues;
}

/** A placeholder with at most one other inside its name, as in `{{current_time_{{user_timezone}}}}`. */
const placeholder = /\{\{((?:[^{}]|\{\{[^{}]*\}\})*)\}\}/g;
const innerPlaceholder = /\{\{([^{}]*)\}\}/g;

/**
 * Replaces every `{{name}}` that has a value. Blanks inside the braces do not matter, names are case-sensitive. What is not set stays
 * literally; values are put in as they are and never scanned again.
 */
export function substitute(text: string, lookup: VariableLookup): string {
  return text.replace(placeholder, (whole, name: string) => {
    if (!name.includes('{')) return lookup(name.trim()) ?? whole;
    const resolved = name.replace(innerPlaceholder, (inner, innerName: string) => lookup(innerName.trim()) ?? inner);
    return lookup(resolved.trim()) ?? `{{${resolved}}}`;
  });
}

/** Replaces in every string inside a JSON value; keys stay. */
export function substituteDeep<T>(value: T, lookup: VariableLookup): T {
  if (typeof value === 'string') return substitute(value, lookup) as T;
  if (Array.isArray(value)) return value.map((item) => substituteDeep(item, lookup)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, substituteDeep(item, lookup)])) as T;
}

/**
 * A lookup over the sources and the system's own variables. The strongest source that has a value wins; an empty text is a value, null
 * is none. A caller's value beats a system variable of the same plain name; the dotted family (`call.call_id`) is the system's alone.
 */
export function createLookup(sources: () => VariableSources, system: VariableLookup): VariableLookup {
  const lookup: VariableLookup = (name) => {
    if (name.startsWith('call.')) {
      const value = system(name);
      if (value !== undefined) return value;
    }
    const { defaults, request, collected, overrides } = sources();
    for (const source of [overrides, collected, request, defaults]) {
      const value = Object.hasOwn(source, name) ? asText(source[name]) : undefined;
      if (value !== undefined) return value;
    }
    return system(name);
  };
  lookup.names = () => {
    const { defaults, request, collected, overrides } = sources();
    const names = [defaults, request, collected, overrides].flatMap((source) => Object.keys(source));
    return [...new Set([...names, ...(system.names?.() ?? [])])];
  };
  return lookup;
}

/** A value as text: numbers and booleans as written in JSON, objects as JSON. Undefined for null, undefined, and what is nested beyond writing. */
export function asText(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  return typeof value === 'string' ? value : jsonText(value);
}

/** What strangers send can be read at a depth at which it cannot be written any more; undefined then. */
function jsonText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
