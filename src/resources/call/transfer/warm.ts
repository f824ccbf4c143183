// A warm transfer's talk with whoever answers: is it a person, and does he know what it is about?

import type { WarmTransfer } from '../../../interfaces/phone-line.ts';
import { NO_HUMAN, startConsult, type Decision } from './consult.ts';
import { helloIn } from './hello.ts';
import type { Party } from './party.ts';
import type { Attempt } from './transfers.ts';
import { unlessStopped } from './unless-stopped.ts';
import { createWarmEngine } from './warm-engine.ts';

/** A person who is just being told what it is about is not cut off; but nobody talks for longer than this. */
const BRIEFING_MS = 60_000;
/** Without detection. */
const NO_DETECTION_MS = 30_000;

const VOICEMAIL = { do: 'end', reason: 'voicemail_reached' } as const;

/** Throws the signal's reason when that fires; the talk is over then. */
export async function consultPerson(given: Attempt, party: Party, how: WarmTransfer): Promise<Decision> {
  // Whatever answers is connected, and there is nothing to tell it.
  if (how.humanDetection === null && how.privateHandoff === null)
    return party.shared.isGone ? { do: 'fail', why: 'rejected', detail: 'The other side hung up.' } : { do: 'bridge' };
  const { deps, stage, journal, subject, voice, bridge, signal, own } = given;
  const chosen = await voice.outfit();
  // Through a menu by its prompt: long speech is nothing unusual there.
  const answer =
    how.humanDetection === null || how.humanDetection.ivrPrompt !== null
      ? null
      : { voicemail: VOICEMAIL, endsAtMenu: false, asksModel: false, windowMs: how.humanDetection.timeoutMs };
  const settings = {
    ...chosen.settings,
    answer,
    reminderMs: null,
    keys: null,
    beginMessageDelayMs: 0,
    remoteMind: false,
  };
  const engine = createWarmEngine({
    how,
    model: voice.model,
    transcript: voice.transcript,
    hello: helloIn(settings.language),
    press: (digits) => party.shared.send({ do: 'dtmf', digits, gapMs: 100 }),
    onNobody: () => consult.decide(NO_HUMAN),
  });
  const consult = startConsult({ deps, stage, journal, party, subject, own, engine, outfit: { ...chosen, settings } });
  const { clock } = bridge;
  const timeoutMs = how.humanDetection?.timeoutMs ?? NO_DETECTION_MS;
  let cancel = clock.at(clock.now() + timeoutMs * 1000, () => {
    if (!engine.isBriefing) return consult.decide(NO_HUMAN);
    cancel = clock.at(clock.now() + BRIEFING_MS * 1000, () => consult.decide(NO_HUMAN));
  });
  try {
    return await unlessStopped(consult.decided, signal);
  } catch (error) {
    consult.decide({ do: 'fail', why: 'cancelled', detail: '' });
    await consult.decided;
    throw error;
  } finally {
    cancel();
  }
}
