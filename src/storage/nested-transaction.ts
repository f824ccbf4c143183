// A transaction that others may work in as if it were the database: what they call transactions become savepoints in it.

import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from './schema.ts';

/**
 * The handle to pass on where a `Kysely` is expected. Transactions that are begun on it run one after the other; one that fails is
 * undone and leaves the whole usable. Nothing is seen by other connections before the whole commits.
 */
export function asDatabase(trx: Transaction<Database>): Kysely<Database> {
  let last: Promise<unknown> = Promise.resolve();
  let count = 0;
  const builder = {
    setIsolationLevel: () => builder,
    setAccessMode: () => builder,
    execute<T>(run: (inner: Transaction<Database>) => Promise<T>): Promise<T> {
      const name = `nested_${++count}`;
      const turn = last.then(() => inSavepoint(trx, name, run));
      last = turn.catch(() => {});
      return turn;
    },
  };
  return new Proxy(trx, {
    get(target, property) {
      if (property === 'transaction') return () => builder;
      const value: unknown = Reflect.get(target, property, target);
      // Kysely keeps its parts in private fields, which a proxy has not.
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

async function inSavepoint<T>(
  trx: Transaction<Database>,
  name: string,
  run: (inner: Transaction<Database>) => Promise<T>,
): Promise<T> {
  await sql`savepoint ${sql.id(name)}`.execute(trx);
  try {
    const result = await run(asDatabase(trx) as Transaction<Database>);
    await sql`release savepoint ${sql.id(name)}`.execute(trx);
    return result;
  } catch (error) {
    await sql`rollback to savepoint ${sql.id(name)}`.execute(trx);
    throw error;
  }
}
