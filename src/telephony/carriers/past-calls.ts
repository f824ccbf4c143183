// Calls that are over, for a while: webhooks come twice and out of order, and what is said of them late must not make new calls of them.

export interface PastCalls<Value> {
  remember(id: string, value: Value): void;
  /** Undefined: it was never here, or long ago. */
  get(id: string): Value | undefined;
}

const mostRemembered = 2_000;

/** The oldest goes when there are too many. */
export function createPastCalls<Value>(most = mostRemembered): PastCalls<Value> {
  const calls = new Map<string, Value>();
  return {
    remember(id, value) {
      calls.set(id, value);
      if (calls.size > most) calls.delete(calls.keys().next().value as string);
    },
    get: (id) => calls.get(id),
  };
}
