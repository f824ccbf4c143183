// The engine of a conversation in which one agent may take another's place: it is that of whoever is active. History and collected variables
// go on; what the one before still has under way comes to its end.

import type { AgentSwap } from '../interfaces/agent-swap.ts';
import { createChannel, type Channel } from '../interfaces/channel.ts';
import type {
  EngineEvent,
  EnginePush,
  EngineStanding,
  RespondRequest,
  ResumableEngine,
  ToolCall,
  ToolContext,
  ToolResult,
} from './engine.ts';
import type { AgentSwapConfig, SwapAgent } from './tools/agent-swap.ts';

/** An agent with its engine. */
export interface Party {
  engine: ResumableEngine;
  /** Its settings in effect. */
  settings: Record<string, unknown>;
}

/** What the next agent is made from. */
export interface SwapFrom {
  settings: Record<string, unknown>;
  /** For the new engine's beginning. */
  standing: EngineStanding;
}

export type OpenAgent = (
  wish: AgentSwapConfig,
  from: SwapFrom,
) => Promise<{ ok: true; party: Party; swap: AgentSwap } | { ok: false; why: string }>;

export interface Swapper {
  /** For the tools of every engine of this conversation. */
  request: SwapAgent;
  /** Called once. `before`: swaps of the conversation until now, the last of which made this party the active one. */
  start(first: Party, before: readonly AgentSwap[]): ResumableEngine;
}

/** Agents that hand a user around without hearing him come to an end. */
const MAX_SWAPS_UNHEARD = 5;

export function createSwapper(open: OpenAgent): Swapper {
  const parties: Party[] = [];
  const swaps: AgentSwap[] = [];
  const ready = new Map<string, { party: Party; swap: AgentSwap }>();
  const toolOwners = new Map<string, Party>();
  /** Turns and tools under way, of each agent that has any. */
  const busy = new Map<Party, number>();
  const closings = new Set<Promise<void>>();
  let overrides: Record<string, string> | null = null;
  let unheard = { swaps: 0, words: -1 };
  let requests = 0;
  let pushes: Channel<EnginePush> | null = null;
  let isClosed = false;

  function active(): Party {
    const party = parties.at(-1);
    if (!party) throw new Error('no agent is active yet');
    return party;
  }

  async function request(wish: AgentSwapConfig): ReturnType<SwapAgent> {
    if (unheard.swaps >= MAX_SWAPS_UNHEARD)
      return { ok: false, why: 'the agents hand the user around in circles. Answer yourself.' };
    const { engine, settings } = active();
    const { collected } = engine.standing();
    const standing = { state: null, previousState: null, collected, swaps: [...swaps] };
    const opened = await open(wish, { settings, standing });
    if (!opened.ok) return opened;
    if (isClosed) {
      await opened.party.engine.close?.();
      return { ok: false, why: 'the conversation is over.' };
    }
    const move = `swap_${++requests}`;
    ready.set(move, opened);
    return { ok: true, move, swap: opened.swap, settings: opened.party.settings };
  }

  function activate(move: string): void {
    const next = ready.get(move);
    if (!next) return;
    ready.delete(move);
    const { engine } = next.party;
    const left = active();
    engine.collect?.(left.engine.standing().collected);
    if (overrides) engine.overrideVariables(overrides);
    parties.push(next.party);
    closeLeft(left);
    swaps.push(next.swap);
    unheard.swaps += 1;
    if (pushes) hear(next.party, pushes);
  }

  /** An agent that was left keeps no connection, once what it has under way is done. */
  function closeLeft(party: Party): void {
    if (party === active() || busy.has(party)) return;
    const closing: Promise<void> = Promise.resolve(party.engine.close?.()).finally(() => closings.delete(closing));
    closings.add(closing);
  }

  /** Returns what ends it. */
  function begin(party: Party): () => void {
    busy.set(party, (busy.get(party) ?? 0) + 1);
    return () => {
      const rest = (busy.get(party) ?? 1) - 1;
      if (rest > 0) return void busy.set(party, rest);
      busy.delete(party);
      closeLeft(party);
    };
  }

  async function* respond(asked: RespondRequest): AsyncGenerator<EngineEvent> {
    const party = active();
    const number = parties.length - 1;
    const words = asked.transcript.filter(({ role }) => role === 'user' || role === 'dtmf').length;
    if (words !== unheard.words) unheard = { swaps: 0, words };
    const done = begin(party);
    try {
      for await (const event of party.engine.respond(asked)) {
        if (event.is === 'tool') toolOwners.set(event.call.id, party);
        yield event.is === 'move' ? { is: 'move', move: { ...event.move, id: `${number}:${event.move.id}` } } : event;
      }
    } finally {
      done();
    }
  }

  async function runTool(call: ToolCall, context: ToolContext): Promise<ToolResult> {
    const party = toolOwners.get(call.id) ?? active();
    toolOwners.delete(call.id);
    const done = begin(party);
    const result = await party.engine.runTool(call, context).finally(done);
    // Its agent was left meanwhile: the one that goes on knows what came of it.
    if (party !== active()) active().engine.collect?.(party.engine.standing().collected);
    return result;
  }

  function take(id: string): void {
    if (ready.has(id)) return activate(id);
    const split = id.indexOf(':');
    parties[Number(id.slice(0, split))]?.engine.take?.(id.slice(split + 1));
  }

  /** Those of the active agent alone. Rejections end it as they would have ended the engine's own. */
  function hear(party: Party, into: Channel<EnginePush>): void {
    if (!party.engine.pushes) return;
    void listen(party, party.engine.pushes, into).catch((error: unknown) => into.fail(error));
  }

  async function listen(party: Party, from: AsyncIterable<EnginePush>, into: Channel<EnginePush>): Promise<void> {
    for await (const push of from) if (party === active()) into.push(push);
  }

  return {
    request,
    start(first, before) {
      parties.push(first);
      swaps.push(...before);
      return {
        opening: () => active().engine.opening(),
        respond,
        runTool,
        take,
        collectedVariables: () => active().engine.collectedVariables(),
        collect: (variables) => active().engine.collect?.(variables),
        standing: () => ({ ...active().engine.standing(), ...(swaps.length > 0 ? { swaps: [...swaps] } : {}) }),
        overrideVariables(variables) {
          overrides = variables;
          active().engine.overrideVariables(variables);
        },
        follow: (news) => active().engine.follow?.(news),
        get pushes() {
          if (pushes) return pushes;
          pushes = createChannel();
          hear(active(), pushes);
          return pushes;
        },
        async close() {
          isClosed = true;
          pushes?.close();
          const all = [...parties, ...[...ready.values()].map(({ party }) => party)];
          await Promise.all([...all.map(async ({ engine }) => engine.close?.()), ...closings]);
        },
      };
    },
  };
}
