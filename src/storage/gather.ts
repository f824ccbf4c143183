// Questions about single rows that are asked in the same turn of the event loop, gathered into one. A busy server then asks the database
// once for what dozens of requests want; an idle one loses nothing but a turn.

import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

type Ask<K, V> = (db: Kysely<Database>, keys: readonly K[]) => Promise<readonly V[]>;

interface Waiting<K, V> {
  keys: K[];
  answers: Promise<readonly V[]>;
}

/**
 * `ask` gives an answer for each key, in their order. Inside a transaction nothing is gathered: its questions are its own. What fails,
 * fails for all that were gathered with it.
 */
export function gathered<K, V>(ask: Ask<K, V>): (db: Kysely<Database>, key: K) => Promise<V> {
  const open = new WeakMap<Kysely<Database>, Waiting<K, V>>();

  function begin(db: Kysely<Database>): Waiting<K, V> {
    const keys: K[] = [];
    const answers = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      open.delete(db);
      return ask(db, keys);
    });
    const waiting = { keys, answers };
    open.set(db, waiting);
    return waiting;
  }

  return async (db, key) => {
    if (db.isTransaction) return (await ask(db, [key]))[0] as V;
    const waiting = open.get(db) ?? begin(db);
    const place = waiting.keys.push(key) - 1;
    return (await waiting.answers)[place] as V;
  };
}
