// A replay beside the conversation that it replays.

import { isDeepStrictEqual } from 'node:util';
import { notFound, refused, type Schema } from '../../contract/index.ts';
import { findTestRun } from '../../storage/index.ts';
import type { ResourceDeps } from '../deps.ts';
import {
  recordedConversation,
  turnsOf,
  type RecordedItem,
  type RecordedRef,
  type RecordedTurn,
} from '../test-case/index.ts';
import { renderTestRun } from './test-runs.ts';

export type Comparison = Schema<'ReplayComparison'>;
type Turn = Schema<'ReplayTurn'>;

/** Throws 404 for an unknown run, 400 for one that replays nothing or whose conversation is not kept any more. */
export async function compareTestRun(
  deps: Pick<ResourceDeps, 'db'>,
  { workspaceId, testRunId }: { workspaceId: string; testRunId: string },
): Promise<Comparison> {
  const row = await findTestRun(deps.db, workspaceId, testRunId);
  if (!row) throw notFound('test run', testRunId);
  if (row.recorded === null) throw refused(`Run ${testRunId} replays no conversation.`);
  const ref = row.recorded as RecordedRef;
  const recorded = await readRecorded(deps, workspaceId, ref);
  const { transcript_snapshot: snapshot } = renderTestRun(row);
  const items = (snapshot as { message_with_tool_calls?: RecordedItem[] } | null)?.message_with_tool_calls ?? [];
  const isOver = row.status !== 'pending' && row.status !== 'in_progress';
  const turns = compareTurns(turnsOf(recorded, { joins: true }), turnsOf(items, { joins: false }), isOver);
  return {
    test_case_job_id: testRunId,
    ...ref,
    status: row.status,
    difference_count: turns.filter(({ differs_in }) => differs_in.length > 0).length,
    turns,
  };
}

/** Turn by turn; what a replay has not come to yet is no difference. The opening is left out when neither side has one. */
export function compareTurns(
  recorded: readonly RecordedTurn[],
  replayed: readonly RecordedTurn[],
  isOver: boolean,
): Turn[] {
  const turns: Turn[] = [];
  for (let i = 0; i < Math.max(recorded.length, replayed.length); i++) {
    const [before, now] = [recorded[i], replayed[i]];
    // The last turn of a replay that goes on may be half of it.
    const isKnown = isOver || i < replayed.length - 1;
    const differs_in = !isKnown ? [] : before && now ? differences(before, now) : missing(before ?? now);
    turns.push({ user: (before ?? now)?.user ?? null, recorded: shown(before), replayed: shown(now), differs_in });
  }
  const [opening] = turns;
  const isSilent = opening?.recorded?.agent === '' && (opening.replayed?.agent ?? '') === '';
  return isSilent && opening.differs_in.length === 0 && turns.length > 1 ? turns.slice(1) : turns;
}

async function readRecorded(
  deps: Pick<ResourceDeps, 'db'>,
  workspaceId: string,
  ref: RecordedRef,
): Promise<RecordedItem[]> {
  return (await recordedConversation(deps, workspaceId, ref)).items;
}

function shown(turn: RecordedTurn | undefined): Turn['recorded'] {
  return turn ? { agent: turn.agent, tools: turn.tools, path: turn.path } : null;
}

function differences(before: RecordedTurn, now: RecordedTurn): Turn['differs_in'] {
  const found: Turn['differs_in'] = [];
  if (plain(before.agent) !== plain(now.agent)) found.push('words');
  if (!isDeepStrictEqual(before.tools.map(parsed), now.tools.map(parsed))) found.push('tools');
  if (!isDeepStrictEqual(before.path, now.path)) found.push('path');
  return found;
}

/** Everything that only one side has. */
function missing(turn: RecordedTurn | undefined): Turn['differs_in'] {
  const nothing = { user: null, agent: '', tools: [], path: [] };
  const found = turn ? differences(turn, nothing) : [];
  return found.length > 0 ? found : ['words'];
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The order of keys is no difference. */
function parsed({ name, arguments: args }: { name: string; arguments: string }): unknown {
  try {
    return { name, args: JSON.parse(args) as unknown };
  } catch {
    return { name, args };
  }
}
