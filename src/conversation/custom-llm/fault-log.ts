// What a custom LLM program does wrong, for the log: each kind of fault at its first time, and then ever more rarely.

export interface FaultLog {
  /** `why`: one of a fixed number of texts, without anything of the message. */
  add(why: string): void;
}

export function createFaultLog(log: (text: string, fields: { why: string; times: number }) => void): FaultLog {
  const counts = new Map<string, number>();
  return {
    add(why) {
      const times = (counts.get(why) ?? 0) + 1;
      counts.set(why, times);
      if (/^10*$/.test(String(times))) log('LLM websocket message ignored in part or whole', { why, times });
    },
  };
}
