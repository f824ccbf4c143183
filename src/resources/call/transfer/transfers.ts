// The transfers of one call: at most one at a time, each with every step taken back when it fails, and everybody hung up when the caller goes.

import type { Bridge, Voice } from '../../../interfaces/bridge.ts';
import type { CallLeg } from '../../../interfaces/leg.ts';
import type { DialWish, PhoneLeg } from '../../../interfaces/phone-edge.ts';
import type { PhoneLine, TransferFailure, TransferOutcome, TransferWish } from '../../../interfaces/phone-line.ts';
import type { LanguageModel } from '../../../interfaces/language-model.ts';
import type { TranscriptItem } from '../../../conversation/index.ts';
import type { Row } from '../../../storage/index.ts';
import { sayOnce, type Outfit } from '../../../voice/index.ts';
import type { Journal } from '../journal.ts';
import type { LiveCallDeps } from '../live-call.ts';
import { captureFile } from '../phone/capture-packets.ts';
import type { SharedLeg } from '../phone/shared-leg.ts';
import type { Matrix } from '../stage/matrix.ts';
import type { SharedBridge } from '../stage/shared-bridge.ts';
import { consultAgent, findTransferAgent, type TransferAgent } from './agentic.ts';
import type { Decision } from './consult.ts';
import { handoffText } from './handoff-text.ts';
import { bridgeCue, holdSound } from './hold-sound.ts';
import { keepPair, type Pair } from './pair.ts';
import { dialParty, type Party } from './party.ts';
import { createReferrals } from './refer.ts';
import { lineFor, type OwnLine } from './own-line.ts';
import { toldOf } from './told.ts';
import { openTransferRecord, type TransferRecord } from './transfer-record.ts';
import { unlessStopped } from './unless-stopped.ts';
import { consultPerson } from './warm.ts';

export interface TransferDeps {
  deps: LiveCallDeps;
  row: Row<'calls'>;
  bridge: Bridge;
  stage: SharedBridge;
  matrix: Matrix;
  caller: SharedLeg;
  /** Can its carrier be asked to call somebody else? */
  refers: boolean;
  journal: Journal;
  subject(): object;
}

/** The agent of the call, as it stands. */
export interface CallVoice {
  outfit(): Promise<Outfit>;
  /** Chooses what another agent hears and speaks with. */
  choose(agent: Record<string, unknown>): Promise<Outfit>;
  model(): LanguageModel;
  transcript(): readonly TranscriptItem[];
  collected(): Record<string, string>;
}

export interface Transfers {
  /** The line of the call, with transfers that work. */
  line(base: PhoneLine): PhoneLine;
  /**
   * The caller's leg for the session: once he was given away his hang-up is no end of it, the transfer's result is.
   */
  guard(hand: CallLeg): CallLeg;
  /** Whose words and voice introduce the caller; asked for when they are needed. */
  speakAs(voice: CallVoice): void;
  /** Gives up the one under way, if nobody is connected yet: the caller is back. */
  giveUp(): Promise<void>;
  /** Resolves when nothing is left to be done but what the pair does. */
  settled(): Promise<void>;
  /** What is left when the caller was connected: it outlives the call. */
  readonly pair: Pair | null;
  /** The caller talks with somebody else, or his carrier has taken him away. */
  readonly gaveAway: boolean;
}

/** What one transfer works with. */
export interface Attempt extends TransferDeps {
  wish: TransferWish;
  voice: CallVoice;
  signal: AbortSignal;
  /** Takes work that the call waits for when it ends. Never rejects. */
  own(work: Promise<void>): void;
}

const GIVEN_UP: TransferOutcome = { ok: false, why: 'cancelled', detail: 'The transfer was given up.' };
/** How long what is said to both may take. */
const ANNOUNCE_MS = 30_000;

export function createTransfers(shared: TransferDeps): Transfers {
  const { deps, row, journal } = shared;
  let voice: CallVoice | null = null;
  let current: { stop: AbortController; over: Promise<unknown> } | null = null;
  const works = new Set<Promise<void>>();
  const captured = new Set<PhoneLeg>();
  const referrals = createReferrals(shared.caller);
  let pair: Pair | null = null;
  let gaveAway = false;

  async function transfer(wish: TransferWish, signal: AbortSignal): Promise<TransferOutcome> {
    signal.throwIfAborted();
    if (current || gaveAway) return failure('not_possible', 'Another transfer is under way.');
    const stop = new AbortController();
    const work = attempt(wish, AbortSignal.any([signal, stop.signal]));
    current = { stop, over: work.catch(() => undefined) };
    try {
      return await work;
    } catch (error) {
      if (stop.signal.aborted && !signal.aborted) return GIVEN_UP;
      throw error;
    } finally {
      current = null;
    }
  }

  async function attempt(wish: TransferWish, signal: AbortSignal): Promise<TransferOutcome> {
    if (!voice) return failure('not_possible', 'The call is not ready for it.');
    const isRefer = wish.how.is === 'cold' && wish.how.mode === 'sip_refer';
    if (isRefer && !shared.refers) return failure('not_possible', 'This line cannot hand calls over by REFER.');
    const own = await lineFor(deps, row, wish);
    if (!own.ok) return own;
    const other = wish.how.is === 'agentic' ? await findTransferAgent(shared, wish.how) : null;
    if (other && !other.ok) return failure('not_possible', other.detail);
    signal.throwIfAborted();
    const record = await intent(wish);
    if (!record) {
      await own.settle(0);
      return failure('unavailable', 'The transfer could not be stored, so nobody was called.');
    }
    let outcome: TransferOutcome = GIVEN_UP;
    try {
      // The caller may have gone while it was written.
      signal.throwIfAborted();
      if (shared.caller.isGone) return GIVEN_UP;
      const given = { ...shared, wish, voice, signal, own: (work: Promise<void>) => void works.add(work) };
      outcome = isRefer ? await handOver(given, record) : await connect(given, own, record, other);
      return outcome;
    } finally {
      note(journal, outcome.ok ? 'connected' : 'failed', outcome.ok ? {} : { why: outcome.why });
      // Its own end is told when the two have hung up.
      if (!outcome.ok && !gaveAway) await Promise.all([record.over(), own.settle(0)]);
    }
  }

  /** Null when it cannot be kept. */
  async function intent(wish: TransferWish): Promise<TransferRecord | null> {
    try {
      return await openTransferRecord(deps, row, toldOf(wish));
    } catch (error) {
      deps.log.error({ callId: row.call_id, err: error }, 'a transfer could not be stored, nobody is dialled');
      return null;
    }
  }

  /** The carrier calls; what becomes of the caller there is not for us to see. */
  async function handOver(given: Attempt, record: TransferRecord): Promise<TransferOutcome> {
    const referred = await referrals.refer(given);
    if (!referred.ok) return referred;
    gaveAway = true;
    await record.bridged();
    await record.over('silent');
    return referred;
  }

  async function connect(
    given: Attempt,
    own: OwnLine,
    record: TransferRecord,
    other: TransferAgent | null,
  ): Promise<TransferOutcome> {
    const { matrix, bridge, wish, signal } = given;
    const isCold = wish.how.is === 'cold';
    const music = bridge.voice('music');
    const scene = (early: boolean): void => matrix.set({ scene: { is: 'hold', party: party.id, early } });
    const party = dialParty(
      { bridge, dial: (asked) => dial(own, asked), onEarly: () => isCold && scene(true) },
      own.wish,
    );
    const onStop = (): void => party.hangUp();
    signal.addEventListener('abort', onStop, { once: true });
    given.own(playOnHold(music, matrix, wish));
    scene(false);
    try {
      const reached = await unlessStopped(party.reached, signal);
      if (!reached.ok) return reached;
      note(journal, 'answered');
      await pressExtension(given, party);
      const decision = await decide(given, party, other);
      if (decision.do === 'fail') return failure(decision.why, decision.detail);
      join(given, party, own, record);
      await announce(given, party);
      return { ok: true };
    } finally {
      signal.removeEventListener('abort', onStop);
      if (!gaveAway) takeBack(given, party, own);
    }
  }

  /** Its packets stand with those of the caller, as long as the call is on record. */
  function dial(own: OwnLine, asked: DialWish): PhoneLeg {
    const leg = own.dial(asked);
    const file = captureFile(deps, row);
    if (file !== null && leg.capture) {
      captured.add(leg);
      leg.capture(file);
    }
    return leg;
  }

  /** From here on the two have each other, whatever happens to us. */
  function join({ matrix, bridge, caller }: Attempt, party: Party, own: OwnLine, record: TransferRecord): void {
    gaveAway = true;
    bridge.voice('music').loop(null, 0);
    matrix.set({ scene: { is: 'joined', party: party.id } });
    works.add(record.bridged());
    const onOver = async (): Promise<void> => void (await Promise.all([record.over(), own.settle(party.talkedMs())]));
    pair = keepPair({ bridge, legs: [caller, party.shared], onOver });
  }

  /** The caller is back with the agent. */
  function takeBack({ matrix, bridge, ...given }: Attempt, party: Party, own: OwnLine): void {
    party.hangUp();
    given.own(own.settle(party.talkedMs()));
    bridge.voice('music').loop(null, 0);
    matrix.set({ scene: { is: 'talk' } });
  }

  /** Whoever hangs up meanwhile needs no announcement. */
  async function announce(given: Attempt, party: Party): Promise<void> {
    const { how } = given.wish;
    if (how.is === 'cold') return;
    const ceiling = new AbortController();
    const cancel = given.bridge.clock.at(given.bridge.clock.now() + ANNOUNCE_MS * 1000, () => ceiling.abort());
    void pair?.over.then(() => ceiling.abort());
    void party.gone.then(() => ceiling.abort());
    try {
      if (how.bridgeCue) await playCue(given.bridge);
      if (how.publicHandoff) await sayToBoth(given, party, AbortSignal.any([given.signal, ceiling.signal]));
    } catch (error) {
      if (!ceiling.signal.aborted && !given.signal.aborted)
        deps.log.warn({ callId: row.call_id, err: error }, 'the announcement of a transfer failed');
    } finally {
      cancel();
    }
  }

  return {
    line: (base) => ({
      dialsRawNumbers: base.dialsRawNumbers,
      consultation: base.consultation,
      press: (digits, signal) => base.press(digits, signal),
      transfer,
    }),
    guard: (hand) => ({
      ...hand,
      onEvent: (listener) => hand.onEvent((event) => void ((gaveAway && event.is === 'gone') || listener(event))),
    }),
    speakAs: (given) => void (voice = given),
    async giveUp() {
      if (gaveAway || !current) return;
      current.stop.abort(new DOMException('the transfer was given up', 'AbortError'));
      await current.over;
    },
    async settled() {
      await Promise.all(works);
      for (const leg of captured) leg.capture?.(null);
    },
    get pair() {
      return pair;
    },
    get gaveAway() {
      return gaveAway;
    },
  };
}

/** Between the answer and the first key, and for each key: a switch needs both. */
const EXTENSION_WAIT_MS = 1000;
const KEY_MS = 160;
const KEY_GAP_MS = 100;

async function pressExtension({ wish, bridge: { clock }, signal }: Attempt, party: Party): Promise<void> {
  const { extension } = wish;
  if (extension === null) return;
  const wait = (ms: number): Promise<void> => {
    const over = Promise.withResolvers<void>();
    const cancel = clock.at(clock.now() + ms * 1000, () => over.resolve());
    return unlessStopped(Promise.race([over.promise, party.gone]), signal).finally(cancel);
  };
  await wait(EXTENSION_WAIT_MS);
  party.shared.send({ do: 'dtmf', digits: extension, gapMs: KEY_GAP_MS });
  await wait(extension.length * (KEY_MS + KEY_GAP_MS));
}

async function decide(given: Attempt, party: Party, other: TransferAgent | null): Promise<Decision> {
  const { how } = given.wish;
  switch (how.is) {
    case 'cold':
      return party.shared.isGone ? GONE : { do: 'bridge' };
    case 'warm':
      return consultPerson(given, party, how);
    case 'agentic':
      return other ? consultAgent(given, party, how, other) : GONE;
    default:
      return how satisfies never;
  }
}

const GONE: Decision = { do: 'fail', why: 'rejected', detail: 'The other side hung up.' };

/** The sound may be ready later than the destination. */
async function playOnHold(music: Voice, matrix: Matrix, { how }: TransferWish): Promise<void> {
  const sound = await holdSound(how.is === 'cold' ? 'ringtone' : how.music);
  if (matrix.scene.is === 'hold') music.loop(sound, 1);
}

async function playCue(bridge: Bridge): Promise<void> {
  const { pcm, rateHz } = await bridgeCue();
  const music = bridge.voice('music');
  music.write('cue/cue', pcm, rateHz);
  music.end('cue/cue');
  music.gate('cue/cue', true);
}

async function sayToBoth({ stage, voice, wish }: Attempt, party: Party, signal: AbortSignal): Promise<void> {
  if (wish.how.is === 'cold' || !wish.how.publicHandoff) return;
  const text = await handoffText(wish.how.publicHandoff, voice.model, voice.transcript(), signal);
  if (text === null) return;
  const { mouth, settings } = await voice.outfit();
  const part = stage.open({ name: 'both', voice: 'transferAgent', leg: party.id });
  try {
    await sayOnce({ bridge: part, mouth, settings }, text, signal);
  } finally {
    await part.close();
  }
}

function failure(why: TransferFailure, detail: string): TransferOutcome & { ok: false } {
  return { ok: false, why, detail };
}

function note(journal: Journal, stage: string, fields: Record<string, string> = {}): void {
  journal.note({ is: 'note', level: 'info', text: `transfer ${stage}`, fields });
}
