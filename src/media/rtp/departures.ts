// Packets that were made ready for the next slot. They leave together when it begins: nothing but sending happens between one and the next.

export interface Departing {
  /** Sends what it holds back; nothing, when that has left already. */
  depart(): void;
}

export interface Departures {
  /** Once for each slot in which it holds something back. */
  add(one: Departing): void;
  /** Lets everything go, in the order that it came in. */
  leave(): void;
}

export function createDepartures(): Departures {
  const waiting: Departing[] = [];
  return {
    add: (one) => void waiting.push(one),
    leave() {
      for (let i = 0; i < waiting.length; i++) waiting[i]!.depart();
      waiting.length = 0;
    },
  };
}
