// Post-call analysis: what the agent's model makes of the transcript, then the webhook call_analyzed.

import type { Kysely } from 'kysely';
import type { TranscriptItem } from '../conversation/index.ts';
import type { WallClock } from '../interfaces/clock.ts';
import type { Log } from '../interfaces/log.ts';
import type { Providers } from '../interfaces/providers.ts';
import { analysisOfCall, enqueueCallWebhook } from '../resources/webhook/index.ts';
import { FILES_LIVE_MS, forgetContent, isStrict } from '../resources/call/index.ts';
import {
  findCallById,
  lockCall,
  updateCall,
  type CallChanges,
  type Database,
  type JobPayloads,
  type Row,
} from '../storage/index.ts';
import type { CallAnalysis } from './call-analysis/answer.ts';
import { askForAnalysis, USUAL_ANALYSIS_MODEL } from './call-analysis/ask.ts';
import { analysisFields, type AnalysisSettings } from './call-analysis/fields.ts';

export interface AnalyzeCallDeps {
  db: Kysely<Database>;
  providers: Pick<Providers, 'thinking'>;
  /** The call as get-call returns it. */
  renderCall(row: Row<'calls'>): object;
  wallClock: WallClock;
  log: Log;
}

/**
 * Safe to run twice: the first to finish writes, later runs change and send nothing. A rerun writes once after it was asked for, and
 * leaves the former analysis when there is no new one. `attempt` counts from 1: while attempts are left a
 * model that fails for now rejects, to be tried again; after that the call is told of without an analysis.
 */
export async function analyzeCall(
  deps: AnalyzeCallDeps,
  payload: JobPayloads['analyze-call'],
  signal: AbortSignal,
  attempt: number,
): Promise<void> {
  const call = await findCallById(deps.db, payload.call_id);
  if (!call || call.end_timestamp === null || isDone(call, payload.rerun)) return;
  if (payload.rerun !== undefined && isStrict(call)) return;
  const settings = await settingsOf(deps, call, payload.rerun !== undefined);
  const analysis = await analyse(deps, call, settings, signal, attempt);
  signal.throwIfAborted();
  await write(deps, call, payload.rerun, analysis && { ...known(call), ...analysis });
}

/** A rerun is done when the call was analysed after it was asked for. */
function isDone(call: Row<'calls'>, rerun: number | undefined): boolean {
  return call.analyzed_at !== null && (rerun === undefined || call.analyzed_at > rerun);
}

type Settings = AnalysisSettings & { post_call_analysis_model?: string | null };

/** As the call had them; for a rerun as the newest version of its agent has them now. */
async function settingsOf(deps: AnalyzeCallDeps, call: Row<'calls'>, isRerun: boolean): Promise<Settings> {
  return (await analysisOfCall(deps.db, call, isRerun ? 'newest' : 'kept')) as Settings;
}

/** What needs no model. */
function known(call: Row<'calls'>): CallAnalysis {
  return call.disconnection_reason === 'voicemail_reached' ? { in_voicemail: true } : {};
}

async function analyse(
  deps: AnalyzeCallDeps,
  call: Row<'calls'>,
  agent: Settings,
  signal: AbortSignal,
  attempt: number,
): Promise<CallAnalysis | undefined> {
  const items = (call.details['transcript_with_tool_calls'] ??
    call.details['transcript_object'] ??
    []) as TranscriptItem[];
  if (!items.some((item) => item.role === 'agent' || item.role === 'user')) return undefined;
  const { use: model, provider } = deps.providers.thinking(agent.post_call_analysis_model ?? USUAL_ANALYSIS_MODEL);
  if (provider === 'scripted') {
    deps.log.info({ call_id: call.call_id }, 'call not analysed: there is no language model');
    return undefined;
  }
  const about = { call_id: call.call_id };
  return askForAnalysis({ log: deps.log, model, about, items, fields: analysisFields(agent) }, signal, attempt);
}

/** Analysis, its columns and the webhook in one transaction. A call with strict storage is told of once, whole, and then forgets. */
async function write(
  deps: AnalyzeCallDeps,
  call: Row<'calls'>,
  rerun: number | undefined,
  found: CallAnalysis | undefined,
): Promise<void> {
  const now = deps.wallClock();
  await deps.db.transaction().execute(async (trx) => {
    const current = await lockCall(trx, call.call_id);
    if (!current || isDone(current, rerun) || (rerun !== undefined && isStrict(current))) return;
    const analysis = found ?? (rerun === undefined ? known(call) : undefined);
    const row = await updateCall(trx, call.workspace_id, call.call_id, {
      // Later than the request, whatever the clocks of two servers say.
      analyzed_at: Math.max(now, (rerun ?? 0) + 1),
      ...(analysis ? columnsOf(analysis) : {}),
    });
    if (!row) return;
    await enqueueCallWebhook(trx, row, 'call_analyzed', deps.renderCall(row));
    if (isStrict(row)) await forgetContent(trx, row, now, FILES_LIVE_MS);
  });
}

function columnsOf(analysis: CallAnalysis): CallChanges {
  return {
    user_sentiment: analysis.user_sentiment ?? null,
    call_successful: analysis.call_successful ?? null,
    in_voicemail: analysis.in_voicemail ?? null,
    ...(Object.keys(analysis).length > 0 ? { details: { call_analysis: analysis } } : {}),
  };
}
