// The one function of the world outside. These modules run inside the machine, before the program, which never sees this function.

/** A name and a text in, a text out; throws what the program may see. */
export type Host = (what: string, input: string) => string;

/** As they were before the program could change them. */
const { parse, stringify } = JSON;

export interface World {
  ask(what: string, ...input: unknown[]): unknown;
  /** Texts as they are. */
  tell(what: 'returned' | 'threw', text: string): void;
  /** Begins what ends later: fulfilled or rejected when the world says so. */
  begin(what: 'fetch', input: unknown): Promise<unknown>;
  /** Calls back once. Gives its number. */
  later(ms: number, callback: () => void): number;
  cancel(id: number): void;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** `settled` is for the world outside: something that was begun is there. */
export function createWorld(host: Host): {
  world: World;
  settled: (message: string) => void;
} {
  const waiting = new Map<number, Waiting>();
  let count = 0;
  const ask = (what: string, ...input: unknown[]): unknown => parse(host(what, stringify(input)));

  const world: World = {
    ask,
    tell: (what, text) => void host(what, text),
    begin(what, input) {
      const id = ++count;
      ask(what, id, input);
      return new Promise((resolve, reject) => void waiting.set(id, { resolve, reject }));
    },
    later(ms, callback) {
      const id = ++count;
      ask('timer', id, ms);
      waiting.set(id, { resolve: callback, reject: callback });
      return id;
    },
    cancel(id) {
      if (waiting.delete(id)) ask('cancelTimer', id);
    },
  };
  return {
    world,
    settled(message) {
      const [id, isFulfilled, value] = parse(message) as [number, boolean, unknown];
      const found = waiting.get(id);
      waiting.delete(id);
      if (isFulfilled) found?.resolve(value);
      else found?.reject(new TypeError(String(value)));
    },
  };
}
