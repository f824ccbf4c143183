// What one run of a test may use up.

export interface SimulationLimits {
  /** Turns of the user; a conversation of more is judged as it stands. */
  turns: number;
  /** The conversation's own time, ms; stops of the server do not count. */
  wholeMs: number;
  /** In and out, of agent, user and judge together; the judge may finish what it began. */
  tokens: number;
  /** One answer of a model, ms. */
  modelMs: number;
}

export const SIMULATION_LIMITS: SimulationLimits = {
  turns: 30,
  wholeMs: 600_000,
  tokens: 1_000_000,
  modelMs: 60_000,
};

/** A server that dies of a run must not die of it for ever. */
export const MAX_PLAYS = 5;
