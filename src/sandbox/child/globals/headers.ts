// Headers of requests and answers.

/** Names are lower case; values of the same name stand behind each other. */
export class Headers {
  #values = new Map<string, string>();

  constructor(init?: unknown) {
    if (init === undefined || init === null) return;
    const isList = typeof (init as Iterable<unknown>)[Symbol.iterator] === 'function';
    const pairs = isList ? [...(init as Iterable<[unknown, unknown]>)] : Object.entries(init);
    for (const [name, value] of pairs) this.append(name, value);
  }
  append(name: unknown, value: unknown): void {
    const before = this.get(name);
    this.set(name, before === null ? value : `${before}, ${String(value)}`);
  }
  set(name: unknown, value: unknown): void {
    this.#values.set(String(name).toLowerCase(), String(value));
  }
  get(name: unknown): string | null {
    return this.#values.get(String(name).toLowerCase()) ?? null;
  }
  has(name: unknown): boolean {
    return this.#values.has(String(name).toLowerCase());
  }
  delete(name: unknown): void {
    this.#values.delete(String(name).toLowerCase());
  }
  forEach(callback: (value: string, name: string, all: Headers) => void): void {
    for (const [name, value] of this.#values) callback(value, name, this);
  }
  entries(): MapIterator<[string, string]> {
    return this.#values.entries();
  }
  keys(): MapIterator<string> {
    return this.#values.keys();
  }
  values(): MapIterator<string> {
    return this.#values.values();
  }
  [Symbol.iterator](): MapIterator<[string, string]> {
    return this.#values.entries();
  }
}
