// A web call from the moment its client's socket is accepted until its record is written, as a list of named steps. Every way out of it
// ends the call exactly once.

import type { Kysely } from 'kysely';
import type { Bridge, MediaHost } from '../../interfaces/bridge.ts';
import type { BlobStore } from '../../interfaces/blob-store.ts';
import type { CallEvent, CallFact, DisconnectionReason } from '../../interfaces/call-event.ts';
import type { WallClock } from '../../interfaces/clock.ts';
import type { Egress } from '../../interfaces/egress.ts';
import type { CallLeg } from '../../interfaces/leg.ts';
import type { Log } from '../../interfaces/log.ts';
import type { Choice, Mouth, Providers } from '../../interfaces/providers.ts';
import { createRetellLlmEngine, type ResponseEngine } from '../../conversation/index.ts';
import {
  claimCall,
  startCall,
  type CallLog,
  type CallOwner,
  type Database,
  type EventWriter,
  type Row,
} from '../../storage/index.ts';
import { startVoiceSession, voiceSettings, type VoiceSession } from '../../voice/index.ts';
import { enqueueCallWebhook, sign } from '../webhook/index.ts';
import type { CallSettings } from './details.ts';
import { recordingKeys } from './files.ts';
import { finishCall } from './finish.ts';
import { planCall, UnplayableCall, type CallPlan } from './plan.ts';
import { recordOf } from './record.ts';
import type { CallRecovery } from './recover.ts';
import { renderCall } from './render.ts';

export interface LiveCallDeps {
  db: Kysely<Database>;
  events: EventWriter;
  blobs: BlobStore;
  mediaHost: MediaHost;
  providers: Providers;
  egress: Egress;
  /** The key that signs this workspace's webhooks and tool requests. */
  webhookKey(workspaceId: string): Promise<string>;
  node: CallOwner;
  /** Takes ends that the database would not, and calls whose own course broke. */
  recovery: Pick<CallRecovery, 'later' | 'abandoned'>;
  /** Makes a WAV file's header agree with its length; false when there is nothing to hear in it. */
  repairRecording(file: string): Promise<boolean>;
  publicUrl: string;
  wallClock: WallClock;
  log: Log;
}

/** Why a call is over. */
export interface SessionEnd {
  reason: DisconnectionReason;
  detail: string;
}

/** A call of this process. */
export interface LiveCall {
  readonly callId: string;
  readonly workspaceId: string;
  /** What happened so far; the database is at most 250 ms behind. */
  readonly events: readonly CallEvent[];
  /** Ends the call; the first reason wins. Resolves when its record is written. */
  end(reason: DisconnectionReason, detail: string): Promise<void>;
  /** The same, but the agent's sentence comes to its end first, for at most 5 s. */
  drain(reason: DisconnectionReason, detail: string): Promise<void>;
  /** From update-call; null clears the overrides. */
  overrideVariables(variables: Record<string, string> | null): void;
  readonly finished: Promise<void>;
}

const RECORDING_RATE_HZ = 16_000;

/**
 * Claims the call for this node; undefined when it is not waiting for a client (unknown, already joined, over). When it rejects, or
 * `finished` does, the call may be ours without anybody running it: it is to be handed to `recovery.abandoned`.
 */
export async function openWebCall(deps: LiveCallDeps, leg: CallLeg, callId: string): Promise<LiveCall | undefined> {
  const row = await claim(deps, callId);
  if (!row) {
    leg.send({ n: 1, do: 'hangup', reason: 'rejected' });
    return undefined;
  }
  return runCall(deps, leg, row);
}

/** One transaction: the call is ongoing, ours, and its call_started is in the outbox. */
async function claim(deps: LiveCallDeps, callId: string): Promise<Row<'calls'> | undefined> {
  return deps.db.transaction().execute(async (trx) => {
    const claimed = await claimCall(trx, callId, deps.node);
    if (!claimed) return undefined;
    const row = await startCall(trx, { callId, epoch: deps.node.epoch }, { start_timestamp: deps.wallClock() });
    if (row) await enqueueCallWebhook(trx, row, 'call_started', renderCall(row, deps.publicUrl));
    return row;
  });
}

function runCall(deps: LiveCallDeps, leg: CallLeg, row: Row<'calls'>): LiveCall {
  const bridge = deps.mediaHost.createBridge(row.call_id, row.owner_epoch);
  const journal = createJournal(deps, bridge, row);
  let first: SessionEnd | undefined;
  let live: { session: VoiceSession; engine: ResponseEngine } | undefined;

  function command(how: 'stop' | 'drain', reason: DisconnectionReason, detail: string): Promise<void> {
    first ??= { reason, detail };
    live?.session.command({ do: how, reason, detail });
    return finished;
  }

  async function run(): Promise<void> {
    let outcome: SessionEnd;
    try {
      live = await start(deps, leg, row, bridge, journal);
      if (first) live.session.command({ do: 'stop', ...first });
      outcome = await live.session.ended;
    } catch (error) {
      outcome = first ?? failureOf(error);
      deps.log.error({ callId: row.call_id, err: error }, 'call could not run');
      leg.send({ n: Number.MAX_SAFE_INTEGER, do: 'hangup', reason: 'error' });
    }
    await live?.session.close();
    await finishCall(deps, row, bridge, journal, outcome);
  }

  const finished = run();
  return {
    callId: row.call_id,
    workspaceId: row.workspace_id,
    events: journal.events,
    end: (reason, detail) => command('stop', reason, detail),
    drain: (reason, detail) => command('drain', reason, detail),
    overrideVariables: (variables) => live?.engine.overrideVariables(variables),
    finished,
  };
}

/** What one call writes down. */
export interface Journal {
  readonly events: CallEvent[];
  readonly log: CallLog;
  emit(event: CallEvent): void;
  /** Resolves when the event is on disk; rejects when it cannot be within a second. */
  durable(event: CallEvent): Promise<void>;
  /** `emit` for facts from outside the session. */
  note(fact: CallFact): void;
}

function createJournal(deps: LiveCallDeps, bridge: Bridge, row: Row<'calls'>): Journal {
  const events: CallEvent[] = [];
  const log = deps.events.open({ callId: row.call_id, epoch: row.owner_epoch });
  const emit = (event: CallEvent): void => {
    events.push(event);
    log.append(event);
  };
  return {
    events,
    log,
    emit,
    durable(event) {
      events.push(event);
      return log.durable(event);
    },
    note: (fact) => emit({ at: Math.round(bridge.clock.now()), wall: deps.wallClock(), ...fact }),
  };
}

async function start(
  deps: LiveCallDeps,
  leg: CallLeg,
  row: Row<'calls'>,
  bridge: Bridge,
  journal: Journal,
): Promise<{ session: VoiceSession; engine: ResponseEngine }> {
  const plan = await planCall(deps.db, row);
  const keys = recordingKeys(row.files_key);
  // Makes the folder, and says so at once if there is no room for the recording.
  await deps.blobs.write(keys.log, '');
  const settings = voiceSettings(plan.agent);
  const ears = note(journal, 'hearing', deps.providers.hearing({ language: settings.language }));
  const mouth = note(
    journal,
    'speaking',
    deps.providers.speaking(text(plan.agent['voice_id']), text(plan.agent['voice_model']), settings.language),
  );
  const engine = await createEngine(deps, row, plan, journal);
  const session = startVoiceSession(
    {
      bridge,
      leg,
      engine,
      ears,
      mouth,
      fallbackMouths: fallbackMouths(deps.providers, plan),
      turnVote: deps.providers.turnVote,
      wallClock: deps.wallClock,
      emit: journal.emit,
      durable: journal.durable,
      live: () => {},
      recording: {
        stereoFile: deps.blobs.localPath(keys.multiChannel),
        monoFile: deps.blobs.localPath(keys.mono),
        rateHz: RECORDING_RATE_HZ,
      },
      subject: () => liveObject(deps, row, journal, engine),
    },
    settings,
  );
  return { session, engine };
}

async function createEngine(
  deps: LiveCallDeps,
  row: Row<'calls'>,
  plan: CallPlan,
  journal: Journal,
): Promise<ResponseEngine> {
  const key = await deps.webhookKey(row.workspace_id);
  return createRetellLlmEngine(
    {
      model: note(journal, 'thinking', deps.providers.thinking(text(plan.llm['model']))),
      egress: deps.egress,
      sign: (body) => sign(body, key, deps.wallClock()),
      wallClock: deps.wallClock,
    },
    {
      llm: plan.llm,
      variables: requestVariables(row),
      session: {
        type: 'voice',
        startedAtMs: row.start_timestamp ?? deps.wallClock(),
        call_id: row.call_id,
        call_type: row.call_type,
      },
      timezone: text(plan.agent['timezone']),
      language: (plan.agent['language'] as string | string[] | undefined) ?? 'en-US',
      beginMessageDelayMs: (plan.agent['begin_message_delay_ms'] as number | null | undefined) ?? 0,
    },
  );
}

/** Those of the call's creation, with what update-call laid over them before the call began. */
function requestVariables(row: Row<'calls'>): Record<string, unknown> {
  const { override_dynamic_variables } = row.details as CallSettings;
  return { ...row.retell_llm_dynamic_variables, ...override_dynamic_variables };
}

function fallbackMouths(providers: Providers, plan: CallPlan): Mouth[] {
  const ids = plan.agent['fallback_voice_ids'];
  const wanted: (string | null)[] = Array.isArray(ids) && ids.length > 0 ? (ids as string[]) : [null];
  return wanted.map((id) => providers.speaking(id).use);
}

/** The call as get-call would return it now, for tools: live transcript and variables included. */
function liveObject(deps: LiveCallDeps, row: Row<'calls'>, journal: Journal, engine: ResponseEngine): object {
  const { transcript, transcript_object, transcript_with_tool_calls } = recordOf(journal.events);
  return {
    ...renderCall(row, deps.publicUrl),
    transcript,
    transcript_object,
    transcript_with_tool_calls,
    collected_dynamic_variables: engine.collectedVariables(),
  };
}

function note<T>(journal: Journal, role: 'hearing' | 'thinking' | 'speaking', choice: Choice<T>): T {
  const used = `${choice.provider} ${choice.name}`;
  if (choice.substituted)
    journal.note({ is: 'substituted', role, wanted: choice.substituted.wanted, used, why: choice.substituted.why });
  else journal.note({ is: 'note', level: 'info', text: `${role} by ${used}` });
  return choice.use;
}

function failureOf(error: unknown): SessionEnd {
  if (error instanceof UnplayableCall) return { reason: 'error_retell', detail: error.message };
  return { reason: 'error_retell', detail: error instanceof Error ? error.message : String(error) };
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
