// The one writer of call events: all calls of this node share one connection and one insert every 250 ms. While the database is away
// events wait in memory, then in files; nothing that was logged is lost but by the loss of this process.

import type { Pool } from 'pg';
import type { CallEvent } from '../interfaces/call-event.ts';
import type { Cancel } from '../interfaces/clock.ts';
import type { Log } from '../interfaces/log.ts';
import { createEventSpool, type EventSpool } from './event-spool.ts';
import { insertOrDrop } from './insert-or-drop.ts';
import type { NewCallEvent, RefusedCall } from './tables/call-events.ts';

export interface EventWriter {
  /** Opens the log of a call that we own. `nextSeq` is the number of its next event: 0 for a call without events. */
  open(call: { callId: string; epoch: number; nextSeq?: number }): CallLog;
  /**
   * Writes what an earlier run put aside: call at start, before cut-off calls are looked for. Rejects when the database cannot be
   * reached.
   */
  replaySpool(): Promise<void>;
  /** Writes what is left, or puts it aside in files when the database is away. Idempotent. */
  close(): Promise<void>;
  /** Events in memory and files of events that are not in the database yet. */
  readonly pending: number;
}

/** The event log of one call. Events are numbered in the order of the calls of `append` and `durable`. */
export interface CallLog {
  /** Written within a quarter of a second. */
  append(...events: CallEvent[]): void;
  /**
   * Resolves once the event and all before it are committed: for intents, before their effect. Rejects with EventsNotDurable after a
   * second without the database (the event stays logged all the same), at once when the call has another owner by now.
   */
  durable(event: CallEvent): Promise<void>;
  /**
   * For the end of a call: nothing comes after it. Resolves once all is committed; rejects as `durable` does, after `waitMs`, and what
   * is not written by then still will be.
   */
  settled(waitMs: number): Promise<void>;
  /** Number of the next event. */
  readonly nextSeq: number;
}

export class EventsNotDurable extends Error {
  /** `fenced`: the call was taken over by another owner; nothing we do for it counts any more. */
  readonly why: 'database_away' | 'fenced';

  constructor(why: 'database_away' | 'fenced') {
    super(
      why === 'fenced' ? 'The call belongs to another owner by now.' : 'The database did not take the event in time.',
    );
    this.name = 'EventsNotDurable';
    this.why = why;
  }
}

export interface EventWriterDeps {
  /** A pool of one connection that nobody else uses. */
  pool: Pool;
  /** Folder for events that do not fit in memory while the database is away. */
  spoolDir: string;
  log: Log;
  /** Called once per call when its events are refused because another owner has it. */
  onFenced?: (callId: string) => void;
  /** Real time by default; tests hand over their own. */
  after?: (delayMs: number, run: () => void) => Cancel;
}

const FLUSH_MS = 250;
const RETRY_MS = 500;
const DURABLE_WAIT_MS = 1_000;
const MAX_ROWS = 2_000;
const MAX_BYTES_PER_CALL = 5_000_000;

interface Waiter {
  seq: number;
  resolve(): void;
  reject(error: EventsNotDurable): void;
}

interface CallState {
  callId: string;
  epoch: number;
  nextSeq: number;
  /** All events with a smaller number are committed. */
  committedSeq: number;
  /** Size of what waits in memory, roughly. */
  bytes: number;
  spooled: boolean;
  /** All events with a smaller number are committed once the file is. */
  spooledSeq: number;
  fenced: boolean;
  /** `settled` was asked: the state goes once everything is written. */
  finished: boolean;
  waiters: Set<Waiter>;
}

export function createEventWriter(deps: EventWriterDeps): EventWriter {
  const { pool, log, after = afterRealTime } = deps;
  const spool = createEventSpool(deps.spoolDir);
  const calls = new Set<CallState>();
  let queue: Queued[] = [];
  let timer: Cancel | undefined;
  let flushing: Promise<void> | undefined;
  let away = false;
  let closed = false;

  function schedule(delayMs: number): void {
    if (closed || timer || flushing) return;
    timer = after(delayMs, () => {
      timer = undefined;
      startFlush();
    });
  }

  function startFlush(): void {
    timer?.();
    timer = undefined;
    // `flush` never rejects.
    flushing ??= flush().finally(() => {
      flushing = undefined;
      if (queue.length > 0 || spool.size > 0) schedule(away ? RETRY_MS : FLUSH_MS);
    });
  }

  /** Everything queued at the time it is called, in statements of bounded size. */
  async function flush(): Promise<void> {
    try {
      await writeQueue();
      if (spool.size > 0) await writeSpool(spool);
      if (away) log.info({}, 'the database is back, all events are written');
      away = false;
    } catch (error) {
      if (!away) log.warn({ error: messageOf(error), events: queue.length }, 'the database takes no events, they wait');
      away = true;
      await spoolBigCalls();
    }
  }

  async function writeQueue(): Promise<void> {
    let left = queue.length;
    while (left > 0) {
      const batch = queue.slice(0, Math.min(left, MAX_ROWS));
      const fenced = await insertOrDrop(pool, batch, log);
      queue.splice(0, batch.length);
      left -= batch.length;
      settle(batch, fenced);
    }
  }

  function settle(batch: readonly Queued[], refused: readonly RefusedCall[]): void {
    const states = new Set(batch.map((queued) => queued.state));
    for (const state of states) {
      if (isAmong(refused, state)) fence(state);
    }
    for (const { state, seq, bytes } of batch) {
      state.bytes -= bytes;
      state.committedSeq = Math.max(state.committedSeq, seq + 1);
    }
    for (const state of states) release(state);
  }

  function fence(state: CallState): void {
    if (state.fenced) return;
    state.fenced = true;
    log.warn({ call_id: state.callId }, 'events of a call are refused: it has another owner by now');
    deps.onFenced?.(state.callId);
  }

  function release(state: CallState): void {
    for (const waiter of state.waiters) {
      if (state.fenced) waiter.reject(new EventsNotDurable('fenced'));
      else if (!state.spooled && waiter.seq < state.committedSeq) waiter.resolve();
      else continue;
      state.waiters.delete(waiter);
    }
    if (state.finished && !state.spooled && state.committedSeq >= state.nextSeq) calls.delete(state);
  }

  /** Calls whose waiting events outgrow memory go to files, whole. */
  async function spoolBigCalls(): Promise<void> {
    const big = new Set([...calls].filter((state) => state.bytes > MAX_BYTES_PER_CALL));
    if (big.size > 0) await spoolQueued((queued) => big.has(queued.state));
  }

  async function spoolQueued(which: (queued: Queued) => boolean): Promise<void> {
    const out = queue.filter(which);
    try {
      await spool.add(out);
    } catch (error) {
      log.error({ error: messageOf(error) }, 'events could not be put aside in a file, they stay in memory');
      return;
    }
    const gone = new Set(out);
    queue = queue.filter((queued) => !gone.has(queued));
    for (const { state, seq, bytes } of out) {
      state.bytes -= bytes;
      state.spooled = true;
      state.spooledSeq = Math.max(state.spooledSeq, seq + 1);
    }
  }

  async function writeSpool(from: EventSpool): Promise<void> {
    const refused: RefusedCall[] = [];
    await from.drain(async (events) => void refused.push(...(await insertOrDrop(pool, events, log))));
    for (const state of calls) {
      state.spooled = false;
      state.committedSeq = Math.max(state.committedSeq, state.spooledSeq);
      if (isAmong(refused, state)) fence(state);
      release(state);
    }
  }

  function enqueue(state: CallState, event: CallEvent): number {
    const seq = state.nextSeq;
    state.nextSeq += 1;
    const bytes = sizeOf(event);
    state.bytes += bytes;
    if (!state.fenced) queue.push({ callId: state.callId, epoch: state.epoch, seq, event, state, bytes });
    return seq;
  }

  function committed(state: CallState, seq: number, waitMs: number): Promise<void> {
    if (state.fenced) return Promise.reject(new EventsNotDurable('fenced'));
    return new Promise((resolve, reject) => {
      const cancel = after(waitMs, () => {
        state.waiters.delete(waiter);
        reject(new EventsNotDurable('database_away'));
      });
      const waiter: Waiter = {
        seq,
        resolve: () => (cancel(), resolve()),
        reject: (error) => (cancel(), reject(error)),
      };
      state.waiters.add(waiter);
      flushFor(waiter, state);
    });
  }

  /** A flush that is under way may have begun before the event came: then one more follows. */
  function flushFor(waiter: Waiter, state: CallState): void {
    if (!flushing) return startFlush();
    void flushing.then(() => {
      if (state.waiters.has(waiter)) startFlush();
    });
  }

  async function shutDown(): Promise<void> {
    closed = true;
    timer?.();
    timer = undefined;
    while (flushing) await flushing;
    if (queue.length > 0 || spool.size > 0) await flush();
    if (queue.length > 0) await spoolQueued(() => true);
    await spool.close();
  }

  function openLog(state: CallState): CallLog {
    calls.add(state);
    return {
      append(...events) {
        for (const event of events) enqueue(state, event);
        schedule(FLUSH_MS);
      },
      durable: (event) => committed(state, enqueue(state, event), DURABLE_WAIT_MS),
      async settled(waitMs) {
        state.finished = true;
        release(state);
        if (state.committedSeq < state.nextSeq || state.spooled || state.fenced) {
          await committed(state, state.nextSeq - 1, waitMs);
        }
      },
      get nextSeq() {
        return state.nextSeq;
      },
    };
  }

  let closing: Promise<void> | undefined;
  return {
    open: ({ callId, epoch, nextSeq = 0 }) => openLog(newState(callId, epoch, nextSeq)),
    replaySpool: () => spool.drain(async (events) => void (await insertOrDrop(pool, events, log))),
    close: () => (closing ??= shutDown()),
    get pending() {
      return queue.length + spool.size;
    },
  };
}

interface Queued extends NewCallEvent {
  state: CallState;
  bytes: number;
}

function newState(callId: string, epoch: number, nextSeq: number): CallState {
  const flags = { spooled: false, fenced: false, finished: false };
  return { callId, epoch, nextSeq, committedSeq: nextSeq, spooledSeq: 0, bytes: 0, ...flags, waiters: new Set() };
}

function isAmong(refused: readonly RefusedCall[], { callId, epoch }: CallState): boolean {
  return refused.some((call) => call.call_id === callId && call.epoch === epoch);
}

/** Strings dominate; exactness does not matter for a cap. */
function sizeOf(event: CallEvent): number {
  return JSON.stringify(event).length;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function afterRealTime(delayMs: number, run: () => void): Cancel {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
}
