// A claimed call from its leg to its record. Every way out of it ends the call exactly once.

import type { DisconnectionReason } from '../../interfaces/call-event.ts';
import type { CallLeg } from '../../interfaces/leg.ts';
import type { ResponseEngine } from '../../conversation/index.ts';
import type { Row } from '../../storage/index.ts';
import type { VoiceSession } from '../../voice/index.ts';
import { createAudience, type Audience } from './audience.ts';
import { finishCall } from './finish.ts';
import { createJournal } from './journal.ts';
import type { CallCommand, CommandAnswer, LiveCall, LiveCallDeps, RunOptions, SessionEnd } from './live-call.ts';
import { UnplayableCall } from './plan.ts';
import { shareLeg } from './phone/shared-leg.ts';
import { createMatrix } from './stage/matrix.ts';
import { shareBridge } from './stage/shared-bridge.ts';
import { startSession } from './start-session.ts';
import { createTransfers, type Transfers } from './transfer/transfers.ts';
import { createTranscriptNews } from './transcript-news.ts';
import { createWatchers } from './watchers.ts';

/** A conversation that can be asked for something. */
export interface Conversation {
  session: VoiceSession;
  engine: ResponseEngine;
  /** The call as get-call would return it now. */
  subject(): object;
}

/** How long whoever stops a call waits for its record. */
const STOP_WAIT_MS = 1_000;

/** Runs a call whose row is ours. `finished` rejects when even its end could not be kept. */
export function runCall(deps: LiveCallDeps, leg: CallLeg, row: Row<'calls'>, options: RunOptions = {}): LiveCall {
  const bridge = deps.mediaHost.createBridge(row.call_id, row.owner_epoch);
  bridge.attach(leg);
  const stage = shareBridge(bridge);
  const caller = shareLeg(leg);
  const matrix = createMatrix({ bridge, caller: leg.id });
  const watchers = options.watchers ?? createWatchers();
  const news = createTranscriptNews(deps, row);
  const journal = createJournal(deps, bridge, row, (event) => {
    watchers.tell(event);
    news.tell(event, journal.events);
  });
  const transfers = createTransfers({
    deps,
    row,
    bridge,
    stage,
    matrix,
    caller,
    refers: leg.can.refer,
    journal,
    subject: () => live?.subject() ?? {},
  });
  const audience = createAudience({
    bridge,
    matrix,
    onSpeakerGone: () => void command('stop', 'call_take_over', 'the one who had taken over left'),
  });
  const started = Promise.withResolvers<Conversation | null>();
  let first: SessionEnd | undefined;
  let live: Conversation | undefined;

  function command(how: 'stop' | 'drain', reason: DisconnectionReason, detail: string): Promise<void> {
    first ??= { reason, detail };
    live?.session.command({ do: how, reason, detail });
    return finished;
  }

  async function run(): Promise<void> {
    let outcome: SessionEnd;
    try {
      live = await startSession(deps, caller, row, stage.main, journal, transfers, watchers.tell);
      started.resolve(live);
      // Ended before it began: that counts, whatever its session makes of a leg that has gone since.
      const early = first;
      if (early) live.session.command({ do: 'stop', ...early });
      const ended = await live.session.ended;
      outcome = early ?? ended;
    } catch (error) {
      outcome = first ?? failureOf(error);
      deps.log.error({ callId: row.call_id, err: error }, 'call could not run');
      caller.send({ do: 'hangup', reason: 'error' });
    }
    started.resolve(null);
    audience.close();
    await transfers.giveUp();
    if (transfers.gaveAway && !transfers.pair) caller.send({ do: 'hangup', reason: 'ended' });
    await live?.session.close();
    await transfers.settled();
    await news.close();
    const endSound = transfers.pair ? () => bridge.endRecording() : async () => (await bridge.close()).recorded;
    await finishCall(deps, row, endSound, journal, outcome, options.legRecord);
  }

  async function obey(asked: CallCommand): Promise<CommandAnswer> {
    if (asked.do === 'stop') {
      await atMost(STOP_WAIT_MS, command('stop', 'manual_stopped', 'stopped by API'));
      return { ok: true };
    }
    const conversation = await started.promise;
    if (!conversation || first) return { ok: false, why: 'not_ongoing' };
    if (asked.do === 'text') {
      conversation.session.inject({ context: asked.text, respond: true, role: 'sms' });
      return { ok: true };
    }
    return asked.do === 'update'
      ? update(conversation, asked)
      : takeOver(conversation, audience, transfers, asked.participantId);
  }

  const finished = run();
  return {
    callId: row.call_id,
    workspaceId: row.workspace_id,
    events: journal.events,
    end: (reason, detail) => command('stop', reason, detail),
    drain: (reason, detail) => command('drain', reason, detail),
    obey,
    audience,
    watch: watchers.add,
    finished,
    get pair() {
      return transfers.pair;
    },
  };
}

function update({ engine, session }: Conversation, asked: CallCommand & { do: 'update' }): CommandAnswer {
  if (asked.variables !== undefined) engine.overrideVariables(asked.variables);
  const { context = null, respond = false } = asked;
  if (context !== null || respond) session.inject({ context, respond });
  return { ok: true };
}

/** Whoever is being called for the caller is hung up: there is a person now. */
async function takeOver(
  { session }: Conversation,
  audience: Audience,
  transfers: Transfers,
  participantId: string,
): Promise<CommandAnswer> {
  if (audience.speaker === participantId) return { ok: true };
  if (audience.speaker !== null) return { ok: false, why: 'taken' };
  if (!audience.has(participantId)) return { ok: false, why: 'no_such_listener' };
  await transfers.giveUp();
  if (transfers.gaveAway || !session.takeOver(participantId)) return { ok: false, why: 'not_connected' };
  audience.takeOver(participantId);
  return { ok: true };
}

/** Resolves with the work, however it ends, or when its time is over. */
async function atMost(ms: number, work: Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  work.then(resolve, () => resolve());
  await promise;
  clearTimeout(timer);
}

function failureOf(error: unknown): SessionEnd {
  if (error instanceof UnplayableCall) return { reason: 'error_retell', detail: error.message };
  return { reason: 'error_retell', detail: error instanceof Error ? error.message : String(error) };
}
