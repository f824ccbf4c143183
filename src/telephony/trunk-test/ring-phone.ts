// The last step of a trunk's test: a short call to a phone that its owner named, which says a sentence and listens for sound.

import type { LegEvent } from '../../interfaces/leg.ts';
import type { PhoneLeg } from '../../interfaces/phone-edge.ts';
import type { SipTrunk, TrunkTestStep } from '../../interfaces/sip-trunk.ts';
import { randomToken } from '../sip/random-token.ts';
import { meaningOf, type Meaning } from '../trunk/status-words.ts';
import { failed, passed } from './steps.ts';
import type { TrunkTestDeps } from './trunk-test.ts';

const RING_MS = 25_000;
/** Sound of the phone comes within this, if it comes at all: also silence is sent. */
const SOUND_MS = 5_000;

type End = { is: 'connected' } | { is: 'failed'; code: string } | { is: 'gone'; detail: string };

export async function ringPhone(
  deps: Pick<TrunkTestDeps, 'dialBy' | 'speak' | 'timers'>,
  trunk: SipTrunk,
  { from, to }: { from: string; to: string },
  signal: AbortSignal,
): Promise<TrunkTestStep[]> {
  const leg = deps.dialBy(trunk, {
    callId: `test-${randomToken(8)}`,
    workspaceId: trunk.workspaceId,
    role: 'caller',
    number: from,
    shownAs: from,
    to,
    headers: {},
    ringMs: RING_MS,
  });
  const hangup = (): void => leg.send({ n: Number.MAX_SAFE_INTEGER, do: 'hangup', reason: 'ended' });
  signal.addEventListener('abort', hangup, { once: true });
  try {
    const end = await endOf(leg);
    if (end.is !== 'connected') return [failed('ring', to, await meaningOfEnd(leg, end))];
    await deps.speak?.(leg, signal);
    const isHeard = await soundOf(leg, deps.timers, signal);
    const answered = passed(
      'ring',
      to,
      `The phone was answered; the sound is ${leg.heard.codec?.toUpperCase() ?? '?'}.`,
    );
    return [answered, isHeard ? passed('sound', to, 'Sound of the phone arrives here.') : failed('sound', to, ONE_WAY)];
  } finally {
    signal.removeEventListener('abort', hangup);
    hangup();
  }
}

const ONE_WAY: Meaning = {
  mistake: 'one_way_sound',
  found: 'The phone was answered, but no sound of it arrives here.',
  advice:
    'Let the UDP ports of RINGBACK_RTP_PORTS in through firewall and router, and set RINGBACK_PUBLIC_IP to the public address of this server.',
};

/** What became of the dialling. */
function endOf(leg: PhoneLeg): Promise<End> {
  return new Promise((resolve) => {
    leg.onEvent((event: LegEvent) => {
      if (event.is === 'connected') resolve({ is: 'connected' });
      if (event.is === 'failed') resolve({ is: 'failed', code: event.code });
      if (event.is === 'gone') resolve({ is: 'gone', detail: event.detail });
    });
  });
}

/** The SIP status says more than our word for it. */
async function meaningOfEnd(leg: PhoneLeg, end: Exclude<End, { is: 'connected' }>): Promise<Meaning> {
  const { sipStatus } = await leg.summary();
  if (end.is === 'failed' && end.code === 'unavailable' && sipStatus === null)
    return {
      mistake: 'no_sound_port',
      found: 'The call could not be made from here.',
      advice: 'Look into the log of this server.',
    };
  if (end.is === 'failed' && end.code === 'no_answer')
    return {
      mistake: 'not_answered',
      found: 'The phone rang, or should have, and nobody answered.',
      advice: 'Try again, and answer within 25 seconds.',
    };
  if (sipStatus === 403) return CALLER_REFUSED;
  // The status is the far side's, whatever its headers were.
  const headers = [{ name: 'Via', value: '' }];
  return meaningOf({ status: sipStatus ?? 500, reason: '', headers }, 'The trunk');
}

const CALLER_REFUSED: Meaning = {
  mistake: 'caller_refused',
  found: 'The trunk does not let this call through (403).',
  advice:
    "The number that is shown has to belong to the trunk (or be verified with the provider), this server's public address has to be on the trunk's list of allowed addresses, and the destination's country has to be allowed there.",
};

async function soundOf(
  leg: ReturnType<TrunkTestDeps['dialBy']>,
  timers: TrunkTestDeps['timers'],
  signal: AbortSignal,
): Promise<boolean> {
  let stop: () => void = () => {};
  const patience = new Promise<void>((resolve) => {
    stop = timers.after(SOUND_MS, resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([leg.firstSound, patience]);
  stop();
  return leg.heard.anything;
}
