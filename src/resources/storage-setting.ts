// How much is kept of a call or a chat.

import { invalidRequest } from '../contract/index.ts';

/** From the loosest to the strictest. */
const STORAGE_SETTINGS = ['everything', 'everything_except_pii', 'basic_attributes_only'] as const;

export type StorageSetting = (typeof STORAGE_SETTINGS)[number];

/** As an agent asks for it, also by the truth value that was there before `data_storage_setting`. */
export function storageSettingOf(agent: object): StorageSetting {
  const { data_storage_setting: wanted, opt_out_sensitive_data_storage: optedOut } = agent as Record<string, unknown>;
  const setting = STORAGE_SETTINGS.find((each) => each === wanted);
  return setting ?? (optedOut === true ? 'basic_attributes_only' : 'everything');
}

/** Until personal data can be told from other data, `everything_except_pii` is kept as strictly as `basic_attributes_only`. */
export function isStrictSetting(setting: unknown): boolean {
  return setting === 'everything_except_pii' || setting === 'basic_attributes_only';
}

/** Throws 400 for a setting that is laxer than the one that holds. */
export function checkStricter(current: StorageSetting, wanted: StorageSetting | undefined): void {
  if (wanted === undefined || STORAGE_SETTINGS.indexOf(wanted) >= STORAGE_SETTINGS.indexOf(current)) return;
  throw invalidRequest(
    `data_storage_setting: it can only become stricter; it is ${current} already, and ${wanted} was asked for.`,
  );
}
