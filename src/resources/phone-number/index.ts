export { createPhoneNumber } from './buy.ts';
export { chooseAgent, chooseSmsAgent } from './choose-agent.ts';
export { importPhoneNumber } from './import.ts';
export {
  checkNumber,
  countryOf,
  isBlocked,
  isE164,
  mayCallIn,
  prettyNumber,
  readCountry,
  toE164,
} from './numbering.ts';
export {
  deletePhoneNumber,
  getPhoneNumber,
  listPhoneNumbers,
  listPhoneNumbersV2,
  renderPhoneNumber,
  trunkPassword,
  updatePhoneNumber,
} from './phone-numbers.ts';
export type { NumberConfig, NumberPlace, PhoneNumber } from './phone-numbers.ts';
export { checkLength } from './settings.ts';
export { unbindAgent } from './unbind-agent.ts';
