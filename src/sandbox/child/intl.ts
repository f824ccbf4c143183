// Dates, numbers and lists in people's languages: QuickJS has no Intl, so that ours formats.

type Formatter = Record<string, unknown>;
type Options = Record<string, unknown>;

/** What may be asked of which; everything else of Intl is not there. */
const METHODS: Readonly<Record<string, readonly string[]>> = {
  DateTimeFormat: ['format', 'formatToParts', 'formatRange', 'resolvedOptions'],
  NumberFormat: ['format', 'formatToParts', 'resolvedOptions'],
  RelativeTimeFormat: ['format', 'formatToParts', 'resolvedOptions'],
  PluralRules: ['select', 'resolvedOptions'],
  ListFormat: ['format', 'formatToParts', 'resolvedOptions'],
  Collator: ['compare', 'resolvedOptions'],
};

/** Throws RangeError or TypeError as Intl does. */
export function formatByIntl(kind: string, method: string, locales: unknown, options: unknown, args: unknown): unknown {
  if (!Object.hasOwn(METHODS, kind) || !METHODS[kind]?.includes(method))
    throw new TypeError(`Intl.${kind}.${method} is not there.`);
  const Kind = Intl[kind as 'DateTimeFormat'] as unknown as new (locales?: string[], options?: Options) => Formatter;
  const formatter = new Kind(localesOf(locales), optionsOf(options));
  const run = formatter[method] as (...args: unknown[]) => unknown;
  return run.apply(formatter, Array.isArray(args) ? args : []);
}

function localesOf(value: unknown): string[] | undefined {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.map(String) : undefined;
}

function optionsOf(value: unknown): Options {
  return typeof value === 'object' && value !== null ? (value as Options) : {};
}
