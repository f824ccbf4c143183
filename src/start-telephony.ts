// What carries phone calls, put together: whose edge dials for which number, who takes the calls that come in, and the telephone as the
// API's rules see it.

import { setTimeout as pause } from 'node:timers/promises';
import type { PhoneEdge } from './interfaces/phone-edge.ts';
import { TelephonyError, type Telephony } from './interfaces/telephony.ts';
import { createOverrideFault } from './override-fault.ts';
import {
  createPhoneCalls,
  type LiveCallDeps,
  type LiveCalls,
  type PhoneCalls,
  type PhoneEdges,
} from './resources/call/index.ts';
import type { Carriers } from './telephony/carriers/index.ts';

export interface TelephonyParts {
  carriers: Carriers;
  /** Null: SIP is turned off. */
  sip: PhoneEdge | null;
}

export interface RunningTelephony {
  phone: PhoneCalls;
  /** For jobs: places calls in any case, rents and texts where a carrier is set up. */
  telephony: Telephony;
}

export function edgesOf({ carriers, sip }: TelephonyParts): PhoneEdges {
  return { custom: sip, twilio: carriers.edge('twilio'), telnyx: carriers.edge('telnyx') };
}

/** Calls come in from now on. The caller closes `phone` after the calls that run, and before the edges. */
export function startTelephony(parts: TelephonyParts, deps: LiveCallDeps, live: LiveCalls): RunningTelephony {
  const { carriers } = parts;
  const phone = createPhoneCalls({
    ...deps,
    edges: edgesOf(parts),
    live,
    voices: () => deps.providers.voices(),
    overrideFault: createOverrideFault(),
    random: Math.random,
    wait: (ms, signal) => pause(ms, undefined, { signal }),
  });
  // Theirs are more than the edges: streams that people's own TwiML brings.
  carriers.onIncoming(phone.take);
  return { phone, telephony: { ...(carriers.telephony ?? NO_CARRIER), placeCall: phone.place } };
}

async function notSetUp(): Promise<never> {
  throw new TelephonyError('not_set_up', 'No carrier is set up on this server (docs/carriers.md).');
}

const NO_CARRIER = { buyNumber: notSetUp, releaseNumber: notSetUp, sendText: notSetUp };
