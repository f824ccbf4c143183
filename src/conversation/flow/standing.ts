// Where the engine of a conversation flow stands: what counts, and what was offered in turns that may not count.

import type { Flow, FlowState, FlowVariables } from '../../flow/index.ts';
import { step } from '../../flow/index.ts';

/** As JSON: enough to go on with the conversation in another process. */
export interface FlowStanding {
  state: FlowState;
  /** Replies that did not begin with the decision they were asked for. */
  misses: number;
  lastTurn: LastTurn | null;
}

/** The turn that counted last, for a user who goes on before any word of it was heard: it is taken back then. */
export interface LastTurn {
  before: FlowState;
  /** Utterances of the agent that stood in the transcript before it. */
  agentUtterances: number;
  /** Did it speak? One that chose silence stays. */
  spoke: boolean;
  /** Did it begin a tool? What was done stays. */
  acted: boolean;
}

/** A state that an engine's run has reached. `turn` belongs to the whole run. */
export interface Reached {
  state: FlowState;
  turn: LastTurn;
}

export interface StandingKeeper {
  readonly now: FlowStanding;
  /** A run begins: what earlier ones offered is void. */
  beginRun(reached: Reached): void;
  /** Keeps what the run has reached, to be taken when it counts. Gives the move's id. */
  offer(reached: Reached): string;
  take(id: string): void;
  /** A tool has answered, whatever the turn does: true for all that may be taken later, too. */
  toolDone(id: string, successful: boolean, variables: Record<string, string>): void;
  /** The same for variables that became known elsewhere. */
  collect(variables: Record<string, string>): void;
}

export function keepStanding(flow: Flow, first: FlowStanding, variables: FlowVariables): StandingKeeper {
  const now: FlowStanding = structuredClone(first);
  const offered = new Map<string, Reached>();
  let running: Reached | null = null;
  let count = 0;

  function changeAll(change: (state: FlowState) => FlowState): void {
    now.state = change(now.state);
    for (const each of [...offered.values(), ...(running ? [running] : [])]) each.state = change(each.state);
  }

  return {
    now,
    beginRun(reached) {
      offered.clear();
      running = reached;
    },
    offer(reached) {
      const id = `move_${++count}`;
      offered.set(id, { ...reached });
      return id;
    },
    take(id) {
      const reached = offered.get(id);
      if (!reached) return;
      offered.delete(id);
      now.state = reached.state;
      now.lastTurn = reached.turn;
    },
    toolDone(id, successful, collected) {
      changeAll(
        (state) => step(flow, state, { is: 'toolDone', id, successful, variables: collected }, variables).state,
      );
    },
    collect: (found) => changeAll((state) => ({ ...state, variables: { ...state.variables, ...found } })),
  };
}
