// How a trunk is, in a few words and a colour.

import type { SipTrunk } from '../api/index.ts';

export interface Words {
  text: string;
  color: 'pine' | 'orange' | 'red' | 'gray';
}

const stateColors = { up: 'pine', down: 'red', unknown: 'gray' } as const;
const stateTexts = { up: 'Answers', down: 'Does not answer', unknown: 'Not looked at yet' };

export function targetWords(state: keyof typeof stateTexts): Words {
  return { text: stateTexts[state], color: stateColors[state] };
}

/** Of all targets and the registration together. */
export function trunkWords({ health }: SipTrunk): Words {
  if (!health) return { text: 'SIP is off on this server', color: 'gray' };
  if (health.registration?.state === 'refused') return { text: 'Registration refused', color: 'red' };
  const known = health.targets.filter(({ state }) => state !== 'unknown');
  const up = known.filter(({ state }) => state === 'up').length;
  if (known.length > 0 && up === 0) return { text: 'Does not answer', color: 'red' };
  if (up < known.length) return { text: `${up} of ${health.targets.length} answer`, color: 'orange' };
  if (health.registration?.state === 'trying') return { text: 'Registers', color: 'orange' };
  if (health.registration?.state === 'elsewhere') return { text: 'Another server registers', color: 'gray' };
  if (health.registration) return { text: 'Registered', color: 'pine' };
  return up > 0 ? { text: 'Answers', color: 'pine' } : targetWords('unknown');
}

/** Where a mean opinion score stands on ITU-T G.107 annex B's scale of satisfaction. */
export function mosWords(mos: number): string {
  if (mos >= 4.0) return 'Good: nobody minds';
  if (mos >= 3.6) return 'Fair: some callers notice';
  if (mos >= 3.1) return 'Poor: many callers mind';
  return 'Bad: nearly everybody minds';
}
