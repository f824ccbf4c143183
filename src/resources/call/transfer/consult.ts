// The conversation with a destination before the caller gets to it: a voice session of its own on the call's bridge, with another voice.

import type { CallEvent, DisconnectionReason } from '../../../interfaces/call-event.ts';
import type { TransferFailure } from '../../../interfaces/phone-line.ts';
import type { ResponseEngine } from '../../../conversation/index.ts';
import { startVoiceSession, type Outfit, type VoiceSession } from '../../../voice/index.ts';
import type { Journal } from '../journal.ts';
import type { LiveCallDeps } from '../live-call.ts';
import type { SharedBridge } from '../stage/shared-bridge.ts';
import type { ConsultRecord } from './consult-record.ts';
import { consultedFact } from './consult-facts.ts';
import type { Party } from './party.ts';

export type Decision = { do: 'bridge' } | { do: 'fail'; why: TransferFailure; detail: string };

/** What answered is no person. */
export const NO_HUMAN: Decision = { do: 'fail', why: 'no_human', detail: 'No person answered.' };

export interface ConsultDeps {
  deps: Pick<LiveCallDeps, 'providers' | 'wallClock'>;
  stage: Pick<SharedBridge, 'open'>;
  journal: Pick<Journal, 'emit' | 'durable'>;
  party: Party;
  engine: ResponseEngine;
  outfit: Outfit;
  /** Chooses what another agent hears and speaks with, where agents may be swapped. */
  choose?: (agent: Record<string, unknown>) => Promise<Outfit>;
  /** Of a talk that is a call of its own. */
  record?: Pick<ConsultRecord, 'journal' | 'finish'>;
  /** What is left on a voicemail that answers. */
  voicemailMessage?: (signal: AbortSignal) => Promise<string | null>;
  subject(): object;
  /** Takes work that the call waits for when it ends. */
  own(work: Promise<void>): void;
}

export interface Consult {
  /** Resolves when the session has ended and let go of the bridge. Never rejects. */
  readonly decided: Promise<Decision>;
  /** Decides from outside; the first decision wins. */
  decide(decision: Decision): void;
  session: Pick<VoiceSession, 'transcript'>;
}

export function startConsult(given: ConsultDeps): Consult {
  const { deps, stage, journal, party, engine, outfit, choose, record, voicemailMessage, subject, own } = given;
  const bridge = stage.open({ name: 'consult', voice: 'transferAgent', leg: party.id });
  const hand = party.shared.hand();
  let decision: Decision | null = null;
  const session = startVoiceSession(
    {
      bridge,
      // Whether it is hung up is decided by whoever transfers.
      leg: { ...hand, send: (command) => command.do === 'hangup' || hand.send(command) },
      engine,
      ears: outfit.ears,
      mouth: outfit.mouth,
      fallbackMouths: outfit.fallbackMouths,
      ...(choose ? { outfit: choose } : {}),
      turnVote: deps.providers.turnVote,
      wallClock: deps.wallClock,
      emit(event) {
        record?.journal.emit(event);
        pass(event, journal.emit);
      },
      async durable(event) {
        await Promise.all([record?.journal.durable(event), pass(event, journal.durable)]);
      },
      live() {},
      ...(voicemailMessage ? { voicemailMessage } : {}),
      subject,
    },
    outfit.settings,
  );

  async function run(): Promise<Decision> {
    const { reason, detail } = await session.ended;
    await bridge.close();
    // Nobody waits for it on the telephone.
    if (record) own(record.finish({ reason, detail }));
    return decision ?? decisionOf(reason, detail);
  }

  return {
    decided: run(),
    decide(given) {
      decision ??= given;
      const reason = given.do === 'bridge' ? 'transfer_bridged' : 'transfer_cancelled';
      session.command({ do: 'stop', reason });
    },
    session,
  };
}

function pass<T>(event: CallEvent, on: (event: CallEvent) => T): T | undefined {
  const fact = consultedFact(event);
  return fact ? on(fact) : undefined;
}

function decisionOf(reason: DisconnectionReason, detail: string): Decision {
  switch (reason) {
    case 'transfer_bridged':
      return { do: 'bridge' };
    case 'transfer_cancelled':
    case 'agent_hangup':
      return { do: 'fail', why: 'cancelled', detail: 'The transfer was given up.' };
    case 'voicemail_reached':
    case 'ivr_reached':
      return NO_HUMAN;
    case 'user_hangup':
      return { do: 'fail', why: 'rejected', detail: 'The other side hung up.' };
    default:
      return { do: 'fail', why: 'unavailable', detail: `The conversation with the other side broke off: ${detail}` };
  }
}
