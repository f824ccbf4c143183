// The webhook transcript_updated: what was said so far, after each turn, for agents that want it. Never in the way of the call: while one
// is written, what comes meanwhile is told by the next.

import type { AgentSwap } from '../../interfaces/agent-swap.ts';
import type { CallEvent } from '../../interfaces/call-event.ts';
import type { Row } from '../../storage/index.ts';
import { agentsThatHear, enqueueCallWebhook } from '../webhook/index.ts';
import type { LiveCallDeps } from './live-call.ts';
import { recordOf } from './record.ts';
import { renderCall } from './render.ts';

export interface TranscriptNews {
  /** `so far`: all events up to this one. */
  tell(event: CallEvent, soFar: readonly CallEvent[]): void;
  /** Tells no more; resolves when what was begun is written. */
  close(): Promise<void>;
}

const TURNS: ReadonlySet<string> = new Set(['user_said', 'agent_said', 'tool_finished']);

export function createTranscriptNews(
  deps: Pick<LiveCallDeps, 'db' | 'fileLinks' | 'log'>,
  row: Row<'calls'>,
): TranscriptNews {
  let closed = false;
  let pending: readonly CallEvent[] | null = null;
  let writing: Promise<void> | null = null;
  let wanted: boolean | undefined;
  const swaps: AgentSwap[] = [];

  /** With the agents that took over so far: their webhooks may be the ones that hear of it. */
  function told(): Row<'calls'> {
    return swaps.length === 0 ? row : { ...row, details: { ...row.details, agent_swaps: [...swaps] } };
  }

  async function isWanted(): Promise<boolean> {
    const agents = await agentsThatHear(deps.db, told());
    return agents.some(({ webhook_events: events }) => Array.isArray(events) && events.includes('transcript_updated'));
  }

  async function writeAll(): Promise<void> {
    while (pending !== null) {
      const events = pending;
      pending = null;
      try {
        wanted ??= await isWanted();
        if (wanted) await writeOne(deps, told(), events);
      } catch (error) {
        deps.log.warn({ callId: row.call_id, err: error }, 'a transcript_updated webhook could not be written');
      }
    }
    writing = null;
  }

  return {
    tell(event, soFar) {
      if (event.is === 'agent_swapped') {
        swaps.push(event.swap);
        wanted = undefined;
      }
      if (closed || wanted === false || !TURNS.has(event.is)) return;
      pending = soFar;
      writing ??= writeAll();
    },
    async close() {
      closed = true;
      await writing;
    },
  };
}

async function writeOne(
  deps: Pick<LiveCallDeps, 'db' | 'fileLinks'>,
  row: Row<'calls'>,
  events: readonly CallEvent[],
): Promise<void> {
  const { transcript, transcript_object, transcript_with_tool_calls } = recordOf(events);
  const call = { ...renderCall(row, deps.fileLinks), transcript, transcript_object, transcript_with_tool_calls };
  await deps.db.transaction().execute((trx) => enqueueCallWebhook(trx, row, 'transcript_updated', call));
}
