// From a claimed call to its running session: the agent as configured, the providers it gets here, the engine, the recording.

import type { Bridge } from '../../interfaces/bridge.ts';
import type { CallFact, LiveFact } from '../../interfaces/call-event.ts';
import type { LanguageModel } from '../../interfaces/language-model.ts';
import type { PhoneLine, Texting } from '../../interfaces/phone-line.ts';
import type { ResponseEngine, SessionFacts } from '../../conversation/index.ts';
import type { Row } from '../../storage/index.ts';
import { findContactByPhone } from '../../storage/tables/index.ts';
import { startVoiceSession, type VoiceSession } from '../../voice/index.ts';
import { createSwappingEngine, modelNameOf } from '../agent/index.ts';
import { createTexting } from '../text/index.ts';
import type { CallSettings } from './details.ts';
import { recordingKeys } from './files.ts';
import type { Journal } from './journal.ts';
import type { LiveCallDeps } from './live-call.ts';
import type { Transfers } from './transfer/transfers.ts';
import { choose, outfitOf } from './outfit.ts';
import { openPhoneLine } from './phone-line/index.ts';
import type { SharedLeg } from './phone/shared-leg.ts';
import { planCall, type CallPlan } from './plan.ts';
import { recordOf } from './record.ts';
import { renderCall } from './render.ts';
import { requestVariables } from './request-variables.ts';
import { judgeAnswer, voicemailMessage } from './voicemail-message.ts';

const RECORDING_RATE_HZ = 16_000;

/**
 * Chooses, makes and starts what a call needs. Throws UnplayableCall for an agent that cannot be played.
 */
export async function startSession(
  deps: LiveCallDeps,
  caller: SharedLeg,
  row: Row<'calls'>,
  bridge: Bridge,
  journal: Journal,
  transfers: Transfers,
  live: (fact: LiveFact) => void,
): Promise<{ session: VoiceSession; engine: ResponseEngine; subject(): object }> {
  const plan = await planCall(deps.db, row);
  const keys = recordingKeys(row.files_key);
  // Makes the folder, and says so at once if there is no room for the recording.
  await deps.blobs.write(keys.log, '');
  const defaults = plan.engine.document.default_dynamic_variables ?? {};
  const { settings, settled: chosen, ...outfit } = await outfitOf(deps, row, plan.agent, defaults);
  const settled = [...chosen];
  const engine = await engineOf(deps, caller, row, plan, transfers, settled, (text) =>
    journal.note({ is: 'note', level: 'warn', text }),
  );
  const collected = (): Record<string, string> => engine.collectedVariables();
  const model = (): LanguageModel => {
    const { engine: mind } = plan;
    return deps.providers.thinking(mind.type === 'custom-llm' ? null : modelNameOf(mind)).use;
  };
  let current: Readonly<Record<string, unknown>> = plan.agent;
  const subject = (): object => liveObject(deps, row, journal, engine);
  const session = startVoiceSession(
    {
      bridge,
      leg: transfers.guard(caller.hand()),
      engine,
      ...outfit,
      outfit(agent) {
        current = agent;
        return outfitOf(deps, row, agent);
      },
      turnVote: deps.providers.turnVote,
      wallClock: deps.wallClock,
      settled,
      emit: journal.emit,
      durable: journal.durable,
      live,
      recording: {
        stereoFile: deps.blobs.localPath(keys.multiChannel),
        monoFile: deps.blobs.localPath(keys.mono),
        rateHz: RECORDING_RATE_HZ,
      },
      voicemailMessage: (signal) => voicemailMessage(deps, row, { agent: current, defaults, collected, model }, signal),
      judgeAnswer: (text, signal) =>
        judgeAnswer(deps, row, { agent: current, defaults, collected, model }, text, signal),
      subject,
    },
    settings,
  );
  transfers.speakAs({
    outfit: () => outfitOf(deps, row, current, defaults),
    choose: (agent) => outfitOf(deps, row, agent),
    model,
    transcript: session.transcript,
    collected,
  });
  return { session, engine, subject };
}

async function engineOf(
  deps: LiveCallDeps,
  caller: SharedLeg,
  row: Row<'calls'>,
  { agent, engine }: CallPlan,
  transfers: Transfers,
  settled: CallFact[],
  warn: (text: string) => void,
): Promise<ResponseEngine> {
  const { wallClock, providers } = deps;
  const session = {
    type: 'voice' as const,
    startedAtMs: row.start_timestamp ?? wallClock(),
    call_id: row.call_id,
    call_type: row.call_type,
    ...partiesOf(row),
    ...(await contactOf(deps, row)),
    details: () => ({ ...renderCall(row, deps.publicUrl), call_status: 'registered' }),
  };
  const made = await createSwappingEngine(
    { ...deps, thinking: (name) => providers.thinking(name) },
    {
      workspaceId: row.workspace_id,
      agent,
      engine,
      variables: requestVariables(row),
      session,
      warn,
      ...(await phoneOf(deps, caller, row, transfers)),
    },
  );
  choose(settled, 'thinking', made.thinking);
  return made.engine;
}

/** Web calls have none. */
function partiesOf(row: Row<'calls'>): Partial<Pick<SessionFacts, 'direction' | 'from_number' | 'to_number'>> {
  if (row.call_type !== 'phone_call') return {};
  const { direction, from_number, to_number } = row;
  return {
    ...(direction === 'inbound' || direction === 'outbound' ? { direction } : {}),
    ...(from_number === null ? {} : { from_number }),
    ...(to_number === null ? {} : { to_number }),
  };
}

/** Whoever of the workspace's contacts has the number at the other end. */
async function contactOf({ db }: LiveCallDeps, row: Row<'calls'>): Promise<Pick<SessionFacts, 'contact'>> {
  const theirs = row.direction === 'inbound' ? row.from_number : row.to_number;
  if (row.call_type !== 'phone_call' || theirs === null) return {};
  const contact = await findContactByPhone(db, row.workspace_id, theirs);
  if (!contact) return {};
  const { custom_fields, first_name, last_name, do_not_call } = contact;
  return { contact: { ...custom_fields, first_name, last_name, do_not_call } };
}

/** What the agent can do on the telephone: nothing in a web call. */
async function phoneOf(
  deps: LiveCallDeps,
  caller: SharedLeg,
  row: Row<'calls'>,
  transfers: Transfers,
): Promise<{ line?: PhoneLine | null; texting?: Texting }> {
  if (row.call_type !== 'phone_call') return {};
  const { telephony = null, db, wallClock: now, log } = deps;
  const [from, to] = row.direction === 'inbound' ? [row.to_number, row.from_number] : [row.from_number, row.to_number];
  const pair = { workspace_id: row.workspace_id, our_number: from ?? '', their_number: to ?? '' };
  const texting =
    telephony && from && to ? createTexting({ telephony, db, now, log }, pair, { call_id: row.call_id }) : null;
  const line = await openPhoneLine(deps.db, caller.hand(), row);
  const isBrought = (row.details as CallSettings).dialled_in === true;
  return { line: isBrought ? line : transfers.line(line), ...(texting ? { texting } : {}) };
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
