// How many requests a workspace may send, by group of operations. Windows begin with the first request in them.
//
// Nodes count for themselves and tell each other through the database, `SHARED_EACH_MS` after a count at the latest. So nothing is written
// with a request, and a limit may be passed by what other nodes let through in that time.

import { ApiError, type OperationId } from '../contract/index.ts';
import type { WallClock } from '../interfaces/clock.ts';

/** Requests per window. */
export interface RateLimitNumbers {
  call: number;
  'call-error': number;
  list: number;
  general: number;
  'llm-playground': number;
}

export type RateLimitGroup = keyof RateLimitNumbers;

const WINDOW_MS: Record<RateLimitGroup, number> = {
  call: 10_000,
  /** Counts refused call creations only. */
  'call-error': 60_000,
  list: 10_000,
  general: 10_000,
  'llm-playground': 2_000,
};

const CALL_CREATION = new Set<OperationId>([
  'createPhoneCall',
  'createWebCall',
  'createWebCallV3',
  'registerPhoneCall',
]);
const PLAYGROUND = new Set<OperationId>(['createPlaygroundCompletion']);

const SHARED_EACH_MS = 200;
/** Windows in memory before those that are over are looked for. */
const SWEPT_AT = 10_000;

/** Whose requests are counted. */
export interface Limited {
  id: string;
  /** Where it differs from the installation's limits. */
  limits?: Readonly<Record<string, number>> | null;
}

export interface RateLimiter {
  /** Counts a request. Returns the headers to answer with; throws 429 when there were too many. */
  take(who: Limited, id: OperationId): Record<string, string>;
  /** Counts an answer: 4xx to a call creation has a limit of its own. */
  answered(who: Limited, id: OperationId, status: number): void;
  /** Counts anything else by a name of its own. Throws 429 for more than `limit` in a window. */
  count(what: string, limit: number, windowMs: number): void;
  /** Tells the other nodes now; otherwise it happens by itself. */
  share(): Promise<void>;
  close(): Promise<void>;
}

/** Adds counts to those of all nodes and gives the sums. */
export type ShareCounts = (
  counts: { counted: string; started_at: number; count: number; window_ms: number }[],
) => Promise<{ counted: string; started_at: number; count: number }[]>;

interface Window {
  startedAt: number;
  lengthMs: number;
  /** Of all nodes, as far as we know. */
  count: number;
  /** Of these, what the others have not been told. */
  untold: number;
}

/** `limits` null: everything passes, but what is counted by name. */
export function createRateLimiter(
  limits: RateLimitNumbers | null,
  now: WallClock,
  shareCounts?: ShareCounts,
): RateLimiter {
  const windows = new Map<string, Window>();
  let timer: NodeJS.Timeout | undefined;
  let sharing: Promise<void> = Promise.resolve();

  function windowOf(name: string, lengthMs: number): Window {
    const found = windows.get(name);
    if (found && now() - found.startedAt < lengthMs) return found;
    if (windows.size >= SWEPT_AT) sweep();
    const fresh = { startedAt: now(), lengthMs, count: 0, untold: 0 };
    windows.set(name, fresh);
    return fresh;
  }

  function groupWindow({ id }: Limited, group: RateLimitGroup): Window {
    return windowOf(`${group} ${id}`, WINDOW_MS[group]);
  }

  function sweep(): void {
    for (const [name, { startedAt, lengthMs }] of windows) if (now() - startedAt >= lengthMs) windows.delete(name);
  }

  function add(window: Window): void {
    window.count += 1;
    window.untold += 1;
    if (shareCounts) timer ??= setTimeout(() => void share(), SHARED_EACH_MS).unref();
  }

  function share(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    return (sharing = sharing.then(tell));
  }

  async function tell(): Promise<void> {
    const told = Array.from(windows).filter(([, window]) => window.untold > 0);
    if (!shareCounts || told.length === 0) return;
    const counts = told.map(([counted, { startedAt, lengthMs, untold }]) => ({
      counted,
      started_at: startedAt,
      count: untold,
      window_ms: lengthMs,
    }));
    for (const [, window] of told) window.untold = 0;
    try {
      learn(await shareCounts(counts));
    } catch {
      // Without the database each node counts for itself.
      for (const [i, [, window]] of told.entries()) window.untold += counts[i]?.count ?? 0;
    }
  }

  function learn(sums: { counted: string; started_at: number; count: number }[]): void {
    for (const { counted, started_at, count } of sums) {
      const window = windows.get(counted);
      if (!window) continue;
      window.startedAt = started_at;
      window.count = count + window.untold;
    }
  }

  function limitOf({ limits: own }: Limited, group: RateLimitGroup): number {
    return own?.[group] ?? limits?.[group] ?? Infinity;
  }

  return {
    take(who, id) {
      if (!limits) return {};
      if (CALL_CREATION.has(id)) {
        const errors = groupWindow(who, 'call-error');
        const most = limitOf(who, 'call-error');
        if (errors.count >= most) refuse(errors, 'call-error', most, now());
      }
      const group = groupOf(id);
      const window = groupWindow(who, group);
      const most = limitOf(who, group);
      if (window.count >= most) refuse(window, group, most, now());
      add(window);
      return headers(window, group, most, now());
    },
    answered(who, id, status) {
      if (limits && CALL_CREATION.has(id) && status >= 400 && status < 500 && status !== 429)
        add(groupWindow(who, 'call-error'));
    },
    count(what, limit, windowMs) {
      const window = windowOf(what, windowMs);
      if (window.count >= limit) refuse(window, 'visitor', limit, now());
      add(window);
    },
    share,
    async close() {
      clearTimeout(timer);
      await sharing;
    },
  };
}

function headers(window: Window, group: string, limit: number, now: number): Record<string, string> {
  return {
    'RateLimit-Limit': String(limit),
    'RateLimit-Remaining': String(Math.max(0, limit - window.count)),
    'RateLimit-Reset': String(secondsLeft(window, now)),
    'X-RateLimit-Limiter': group,
  };
}

function secondsLeft({ startedAt, lengthMs }: Window, now: number): number {
  return Math.max(1, Math.ceil((startedAt + lengthMs - now) / 1000));
}

function refuse(window: Window, group: string, limit: number, now: number): never {
  const retryAfterS = secondsLeft(window, now);
  throw new ApiError('rate_limited', undefined, { retryAfterS, headers: headers(window, group, limit, now) });
}

export function groupOf(id: OperationId): Exclude<RateLimitGroup, 'call-error'> {
  if (CALL_CREATION.has(id)) return 'call';
  if (PLAYGROUND.has(id)) return 'llm-playground';
  return /^(list|batchGet)[A-Z]/.test(id) ? 'list' : 'general';
}
