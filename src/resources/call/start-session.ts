// From a claimed call to its running session: the agent as configured, the providers it gets here, the engine, the recording.

import type { Bridge } from '../../interfaces/bridge.ts';
import type { CallFact, LiveFact } from '../../interfaces/call-event.ts';
import type { CallLeg } from '../../interfaces/leg.ts';
import type { Choice, Mouth } from '../../interfaces/providers.ts';
import type { ResponseEngine } from '../../conversation/index.ts';
import type { Row } from '../../storage/index.ts';
import { startVoiceSession, voiceSettings, type VoiceSession } from '../../voice/index.ts';
import { createEngine } from '../agent/index.ts';
import { spokenVoiceId } from '../voice/index.ts';
import type { CallSettings } from './details.ts';
import { recordingKeys } from './files.ts';
import type { Journal } from './journal.ts';
import type { LiveCallDeps } from './live-call.ts';
import { planCall, type CallPlan } from './plan.ts';
import { recordOf } from './record.ts';
import { renderCall } from './render.ts';

const RECORDING_RATE_HZ = 16_000;

/**
 * Chooses, makes and starts what a call needs. Throws UnplayableCall for an agent that cannot be played.
 */
export async function startSession(
  deps: LiveCallDeps,
  leg: CallLeg,
  row: Row<'calls'>,
  bridge: Bridge,
  journal: Journal,
  live: (fact: LiveFact) => void,
): Promise<{ session: VoiceSession; engine: ResponseEngine }> {
  const plan = await planCall(deps.db, row);
  const keys = recordingKeys(row.files_key);
  // Makes the folder, and says so at once if there is no room for the recording.
  await deps.blobs.write(keys.log, '');
  const settings = voiceSettings(plan.agent);
  const settled: CallFact[] = [];
  const ears = choose(settled, 'hearing', deps.providers.hearing({ language: settings.language }));
  const mouth = choose(
    settled,
    'speaking',
    deps.providers.speaking(
      await voiceIdOf(deps, row, plan.agent['voice_id']),
      text(plan.agent['voice_model']),
      settings.language,
    ),
  );
  const engine = await engineOf(deps, row, plan, settled, (text) => journal.note({ is: 'note', level: 'warn', text }));
  const session = startVoiceSession(
    {
      bridge,
      leg,
      engine,
      ears,
      mouth,
      fallbackMouths: await fallbackMouths(deps, row, plan),
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
      subject: () => liveObject(deps, row, journal, engine),
    },
    settings,
  );
  return { session, engine };
}

async function engineOf(
  deps: LiveCallDeps,
  row: Row<'calls'>,
  { agent, engine }: CallPlan,
  settled: CallFact[],
  warn: (text: string) => void,
): Promise<ResponseEngine> {
  const { egress, code, knowledge, webhookKey, wallClock, providers } = deps;
  const session = {
    type: 'voice' as const,
    startedAtMs: row.start_timestamp ?? wallClock(),
    call_id: row.call_id,
    call_type: row.call_type,
    details: () => ({ ...renderCall(row, deps.publicUrl), call_status: 'registered' }),
  };
  const made = await createEngine(
    { thinking: (name) => providers.thinking(name), egress, code, knowledge, webhookKey, wallClock },
    { workspaceId: row.workspace_id, agent, engine, variables: requestVariables(row), session, warn },
  );
  choose(settled, 'thinking', made.thinking);
  return made.engine;
}

/** Those of the call's creation, with what update-call laid over them before the call began. */
function requestVariables(row: Row<'calls'>): Record<string, unknown> {
  const { override_dynamic_variables } = row.details as CallSettings;
  return { ...row.retell_llm_dynamic_variables, ...override_dynamic_variables };
}

async function fallbackMouths(deps: LiveCallDeps, row: Row<'calls'>, plan: CallPlan): Promise<Mouth[]> {
  const ids = plan.agent['fallback_voice_ids'];
  const wanted: (string | null)[] = Array.isArray(ids) && ids.length > 0 ? (ids as string[]) : [null];
  const known = await Promise.all(wanted.map((id) => voiceIdOf(deps, row, id)));
  return known.map((id) => deps.providers.speaking(id).use);
}

/** As the providers know the voice: one of the workspace's own is its vendor's. */
async function voiceIdOf(deps: LiveCallDeps, row: Row<'calls'>, voiceId: unknown): Promise<string | null> {
  const id = text(voiceId);
  return id === null ? null : spokenVoiceId(deps.db, row.workspace_id, id);
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

/** Takes what was chosen, and keeps for the call's log and page what it is and whether it stands in for something else. */
function choose<T>(settled: CallFact[], role: 'hearing' | 'thinking' | 'speaking', choice: Choice<T>): T {
  const used = `${choice.provider} ${choice.name}`;
  settled.push(
    choice.substituted
      ? { is: 'substituted', role, wanted: choice.substituted.wanted, used, why: choice.substituted.why }
      : { is: 'note', level: 'info', text: `${role} by ${used}` },
  );
  return choice.use;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
