// Settings that the API stores and no call acts on yet: the server's own list, so that the page never promises more.

import { settingsWithoutEffect } from '../../../src/contract/settings-without-effect.ts';

const fields: ReadonlySet<string> = new Set(settingsWithoutEffect);

export function isWithoutEffect(field: string): boolean {
  return fields.has(field);
}
