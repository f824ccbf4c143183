// The conversation of one run: the user and the agent in turn, until one of them ends it or it is long enough. What was said is kept
// after every step.

import type { ResumableEngine } from '../../conversation/index.ts';
import type { WallClock } from '../../interfaces/clock.ts';
import {
  converse,
  emptyAnswer,
  hasMore,
  lostResults,
  said,
  spoken,
  think,
  words,
  type ChatMessage,
  type Exchange,
  type Thought,
} from '../chat/index.ts';
import type { SimulationLimits } from './limits.ts';
import type { Progress } from './progress.ts';
import type { SimulatedUser } from './simulated-user.ts';

export interface Simulation {
  engine: ResumableEngine;
  user: SimulatedUser;
  /** Rejects when the run is not ours any more. */
  keep(progress: Progress): Promise<void>;
  /** The conversation as tools are shown it. */
  subject(messages: readonly ChatMessage[]): object;
  now: WallClock;
  limits: SimulationLimits;
  signal: AbortSignal;
}

/** Goes on from `progress`, which it changes, up to the verdict. Throws ApiError when the agent's model fails, ProviderError for the user's. */
export async function simulate(simulation: Simulation, progress: Progress): Promise<void> {
  // A process died while tools ran. Whether they did their work is not known, so they are not run again.
  progress.messages.push(...lostResults(progress.messages, simulation.now()));
  while (progress.next !== 'verdict') {
    if (progress.next === 'user') await userTurn(simulation, progress);
    else await agentTurn(simulation, progress);
    await simulation.keep(progress);
  }
}

async function userTurn({ user, limits, signal, now }: Simulation, progress: Progress): Promise<void> {
  if (progress.turns >= limits.turns) return end(progress, 'turn_limit');
  const late = AbortSignal.timeout(limits.modelMs);
  const { text, ends } = await user.next(progress.messages, AbortSignal.any([signal, late]));
  progress.userIsDone = ends;
  if (text === '') return end(progress, 'user');
  progress.messages.push(said('user', text, now()));
  progress.turns += 1;
  progress.next = 'agent';
}

async function agentTurn(simulation: Simulation, progress: Progress): Promise<void> {
  const { engine } = simulation;
  const answer = emptyAnswer();
  const exchange = exchangeOf(simulation, progress);
  const first = progress.next === 'opening' && progress.messages.length === 0 ? await openingOf(exchange) : undefined;
  try {
    if (first === undefined || hasMore(first)) await converse(exchange, answer, first);
    else answer.added.push(...spoken(first, simulation.now()));
  } finally {
    progress.messages.push(...answer.added.slice(answer.stored));
  }
  progress.standing = engine.standing();
  progress.next = 'user';
  if (answer.ended) end(progress, 'agent');
  else if (progress.userIsDone) end(progress, 'user');
}

/** Nothing when the user is to speak first. */
async function openingOf(exchange: Exchange): Promise<Thought> {
  const opening = exchange.engine.opening();
  if (opening.who === 'user') return words('');
  return opening.text === null ? think(exchange, 'begin') : words(opening.text);
}

/** What was stored before a tool ran is part of `progress` from then on. */
function exchangeOf(simulation: Simulation, progress: Progress): Exchange {
  const { engine, now, limits, signal } = simulation;
  const before = [...progress.messages];
  return {
    engine,
    history: before,
    now,
    subject: (added) => simulation.subject([...before, ...added]),
    async store(messages) {
      progress.messages.push(...messages);
      progress.standing = engine.standing();
      if (progress.next === 'opening') progress.next = 'agent';
      await simulation.keep(progress);
    },
    signal,
    limits: { modelMs: limits.modelMs, wholeMs: limits.wholeMs },
  };
}

function end(progress: Progress, by: NonNullable<Progress['endedBy']>): void {
  progress.endedBy = by;
  progress.next = 'verdict';
}
