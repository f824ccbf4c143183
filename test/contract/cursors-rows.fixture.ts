// The rows of one list as a test knows them: made, removed, and listed page by page.

import assert from 'node:assert/strict';
import { OPERATIONS, type OperationId } from '../../src/contract/index.ts';
import { cloneRow, deleteRows, firstRow } from '../support/clone-row.ts';
import type { TestServer } from '../support/http.ts';
import { hash, type Asked, type List } from './cursors-lists.fixture.ts';

/** A row as the list orders it. */
export interface Entry {
  place: number;
  id: string;
  version: number;
}

/** So few that every list has many pages. */
const LIMIT = 4;

export class Rows {
  /** By name. */
  readonly entries = new Map<string, Entry>();
  readonly #server: TestServer;
  readonly #list: List;
  readonly #asked: Asked;
  /** What the others are copies of; it stays. */
  readonly #first: Record<string, any>;
  #count = 0;

  private constructor(server: TestServer, list: List, asked: Asked, first: Record<string, any>) {
    this.#server = server;
    this.#list = list;
    this.#asked = asked;
    this.#first = first;
    this.#know(first);
  }

  /** With one row. */
  static async of(server: TestServer, list: List): Promise<Rows> {
    const asked = (await list.begin(server)) ?? {};
    return new Rows(server, list, asked, await firstRow(server.database.db, list.table));
  }

  /** A place with room on both sides. */
  get origin(): number {
    const place = Number(this.#first[this.#list.place]);
    return this.#list.noTies || place === 0 ? place + 50_000 : place;
  }

  isRemovable(entry: Entry): boolean {
    return entry.id !== String(this.#first[this.#list.id]) && this.entries.has(nameOf(entry));
  }

  async add(place: number, versions = 1): Promise<void> {
    const { id, idOf, unique, table, versioned } = this.#list;
    const n = ++this.#count;
    const prefix = String(this.#first[id]).replace(/_[^_]*$/, '');
    for (let version = 0; version < versions; version++) {
      const columns = {
        [id]: idOf?.(n) ?? `${prefix}_${hash(n).slice(0, 24)}`,
        ...(versioned ? { version } : {}),
        ...unique?.(n),
        [this.#list.place]: place,
      };
      const original = { [id]: this.#first[id], ...(versioned ? { version: this.#first['version'] } : {}) };
      await cloneRow(this.#server.database.db, table, original, columns);
      this.#know(columns);
    }
  }

  /** All versions; gives the names of what is gone. */
  async remove(entry: Entry): Promise<string[]> {
    const { id, table, remove } = this.#list;
    if (remove === undefined) await deleteRows(this.#server.database.db, table, { [id]: entry.id });
    else {
      const { status, text } = await this.#server.send('DELETE', remove + encodeURIComponent(entry.id));
      assert.ok(status < 300, text);
    }
    return this.#forget(this.#versionsOf(entry));
  }

  /** Unless it is the only one, which cannot go alone. */
  async removeVersion(entry: Entry): Promise<string[]> {
    if (!this.isRemovable(entry) || this.#versionsOf(entry).length < 2) return [];
    const where = { [this.#list.id]: entry.id, version: entry.version };
    await deleteRows(this.#server.database.db, this.#list.table, where);
    return this.#forget([entry]);
  }

  /** `next`: what to ask the next page with; undefined behind the last. */
  async page(operationId: OperationId, key: object): Promise<{ entries: Entry[]; next: object | undefined }> {
    const json = await this.#ask(operationId, { ...this.#asked.fields, ...key, limit: LIMIT });
    const { keyOf, versioned, shownId, id } = this.#list;
    const items: any[] = keyOf ? json : json.items;
    const entries = items.map((item) => {
      const shown = { place: 0, id: String(item[shownId ?? id]), version: versioned ? item.version : 0 };
      const entry = this.entries.get(nameOf(shown));
      assert.ok(entry, `${nameOf(shown)} is there`);
      return entry;
    });
    const hasMore = keyOf ? items.length === LIMIT : json.has_more;
    const next = keyOf ? keyOf(items.at(-1) ?? {}) : { pagination_key: json.pagination_key };
    return { entries, next: hasMore ? next : undefined };
  }

  async #ask(operationId: OperationId, fields: object): Promise<any> {
    const operation = OPERATIONS.find(({ id }) => id === operationId);
    assert.ok(operation);
    const { method, parameters } = operation;
    const inQuery = parameters.some(({ name }) => name === 'pagination_key');
    const pairs = Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]);
    const query = inQuery ? `?${new URLSearchParams(pairs)}` : '';
    const path = operation.path.replace(/\{\w+\}/, this.#asked.path ?? '');
    const who = this.#asked.headers ?? { authorization: `Bearer ${this.#server.key}` };
    const response = await fetch(this.#server.url + path + query, {
      method,
      headers: { 'content-type': 'application/json', ...who },
      ...(method === 'POST' ? { body: JSON.stringify(inQuery ? {} : fields) } : {}),
    });
    const text = await response.text();
    assert.equal(response.status, 200, text);
    return JSON.parse(text);
  }

  #know(row: Record<string, any>): void {
    const { place, id, versioned } = this.#list;
    const entry = { place: Number(row[place]), id: String(row[id]), version: versioned ? row['version'] : 0 };
    this.entries.set(nameOf(entry), entry);
  }

  #forget(gone: Entry[]): string[] {
    return gone.map(nameOf).filter((name) => this.entries.delete(name));
  }

  #versionsOf(entry: Entry): Entry[] {
    return [...this.entries.values()].filter(({ id }) => id === entry.id);
  }
}

export function nameOf({ id, version }: Entry): string {
  return `${id} ${version}`;
}

/** In ascending order. */
export function compareEntries(a: Entry, b: Entry): number {
  if (a.place !== b.place) return a.place - b.place;
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return a.version - b.version;
}
