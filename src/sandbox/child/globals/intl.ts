// Intl, and the methods of dates and numbers that need it.

import { defineGlobals } from './define-globals.ts';
import type { World } from './host.ts';

type Options = Record<string, unknown>;

const DATE = { year: 'numeric', month: 'numeric', day: 'numeric' };
const TIME = { hour: 'numeric', minute: 'numeric', second: 'numeric' };
/** An option of these says what of a date or of a time is shown. */
const DATE_PARTS = ['weekday', 'year', 'month', 'day', 'dateStyle'];
const TIME_PARTS = ['dayPeriod', 'hour', 'minute', 'second', 'fractionalSecondDigits', 'timeStyle'];

export function installIntl(world: World): void {
  const intl = (kind: string, method: string, locales: unknown, options: unknown, ...args: unknown[]): unknown =>
    world.ask('intl', kind, method, locales ?? null, options ?? null, args);

  /** `readings`: how each method turns what it is given into JSON. */
  function formatter(kind: string, readings: Record<string, (value: unknown) => unknown>): unknown {
    function Formatter(this: object | undefined, locales?: unknown, options?: unknown): object {
      const made: Record<string, unknown> = {};
      // Faults of the settings show where they are made.
      const settings = intl(kind, 'resolvedOptions', locales, options);
      made['resolvedOptions'] = () => ({ ...(settings as object) });
      for (const [method, read] of Object.entries(readings))
        made[method] = (...args: unknown[]) => intl(kind, method, locales, options, ...args.map(read));
      return Object.setPrototypeOf(made, Formatter.prototype as object) as object;
    }
    return Formatter;
  }

  const as = (value: unknown): unknown => value;
  const date = (value: unknown): number => timeOf(value === undefined ? Date.now() : value);
  defineGlobals({
    Intl: {
      DateTimeFormat: formatter('DateTimeFormat', { format: date, formatToParts: date, formatRange: date }),
      NumberFormat: formatter('NumberFormat', { format: String, formatToParts: String }),
      RelativeTimeFormat: formatter('RelativeTimeFormat', { format: as, formatToParts: as }),
      PluralRules: formatter('PluralRules', { select: Number }),
      ListFormat: formatter('ListFormat', { format: as, formatToParts: as }),
      Collator: formatter('Collator', { compare: String }),
    },
  });
  defineMethods(Number.prototype, {
    toLocaleString(this: number, locales?: unknown, options?: unknown) {
      return intl('NumberFormat', 'format', locales, options, String(this));
    },
  });
  const dated = (parts: string[], usual: Options) =>
    function (this: Date, locales?: unknown, options: Options = {}): unknown {
      if (Number.isNaN(this.getTime())) return 'Invalid Date';
      const isChosen = parts.some((part) => options?.[part] !== undefined);
      return intl('DateTimeFormat', 'format', locales, isChosen ? options : { ...usual, ...options }, this.getTime());
    };
  defineMethods(Date.prototype, {
    toLocaleString: dated([...DATE_PARTS, ...TIME_PARTS], { ...DATE, ...TIME }),
    toLocaleDateString: dated(DATE_PARTS, DATE),
    toLocaleTimeString: dated(TIME_PARTS, TIME),
  });
}

function timeOf(value: unknown): number {
  const ms = Number(value);
  if (Number.isNaN(ms)) throw new RangeError('Invalid time value');
  return ms;
}

function defineMethods(target: object, methods: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(methods))
    Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
}
