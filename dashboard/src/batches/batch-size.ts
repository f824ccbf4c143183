// How much one batch holds, told before it is refused: the API's words are about a body, and a table has none.

const mostTasks = 50_000;
/** Of a body: its objects, lists and commas (src/contract/json-safety.ts); less what a batch has beside its tasks. */
const mostValues = 100_000 - 100;

/** What to do about a table that is too large for one batch; null for one that is not. */
export function sizeFault(tasks: readonly object[]): string | null {
  const values = valuesIn(tasks);
  if (tasks.length <= mostTasks && values <= mostValues) return null;
  const most = Math.min(mostTasks, Math.floor((mostValues * tasks.length) / values));
  const parts = Math.ceil(tasks.length / most);
  return `One batch holds ${most.toLocaleString('en')} people with as much about each as here: cut the table into ${parts}.`;
}

function valuesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner = Object.values(value).filter((one) => one !== undefined);
  return inner.reduce<number>((sum, one) => sum + valuesIn(one), 1 + Math.max(0, inner.length - 1));
}
