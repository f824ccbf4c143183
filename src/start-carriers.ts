// Twilio, Telnyx, and the streams that people's own TwiML brings.

import type { KeptMediaHost } from './media/index.ts';
import type { Shared } from './shared.ts';
import type { Storage } from './start-storage.ts';
import { createCarriers, type Carriers } from './telephony/carriers/index.ts';

/** The caller closes them, after the calls that hang on them. */
export function startCarriers(
  { config, log, publicUrl, wallClock }: Shared,
  storage: Storage,
  mediaHost: KeptMediaHost,
): Carriers {
  return createCarriers({
    twilio: config.twilio,
    telnyx: config.telnyx,
    publicUrl,
    openPeer: (leg, onNews) => mediaHost.phonePeer(leg, onNews),
    derive: (purpose) => storage.envelope.derive(purpose),
    wallClock,
    nowMs: () => performance.now(),
    log: (message, facts) => log.warn(facts, message),
  });
}
