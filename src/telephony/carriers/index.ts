// The door of the folder: Twilio, Telnyx, and streams of people's own TwiML.

export { createCarriers, type Carriers, type CarriersOptions } from './carriers.ts';
export type { TelnyxAccount } from './telnyx/rest.ts';
export type { TwilioAccount } from './twilio/rest.ts';
