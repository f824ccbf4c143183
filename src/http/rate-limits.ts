// How many requests a workspace may send, by group of operations. Windows begin with the first request in them. Counted per process.

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

const CALL_CREATION = new Set<OperationId>(['createPhoneCall', 'createWebCall', 'registerPhoneCall']);

export interface RateLimiter {
  /** Counts a request of a workspace. Returns the headers to answer with; throws 429 when there were too many. */
  take(who: string, id: OperationId): Record<string, string>;
  /** Counts an answer: 4xx to a call creation has a limit of its own. */
  answered(who: string, id: OperationId, status: number): void;
}

interface Window {
  startedAt: number;
  count: number;
}

/** `limits` null: everything passes. */
export function createRateLimiter(limits: RateLimitNumbers | null, now: WallClock): RateLimiter {
  const windows = new Map<string, Window>();

  function windowOf(who: string, group: RateLimitGroup): Window {
    const key = `${group} ${who}`;
    const found = windows.get(key);
    if (found && now() - found.startedAt < WINDOW_MS[group]) return found;
    const fresh = { startedAt: now(), count: 0 };
    windows.set(key, fresh);
    return fresh;
  }

  function headers(window: Window, group: RateLimitGroup, limit: number): Record<string, string> {
    return {
      'RateLimit-Limit': String(limit),
      'RateLimit-Remaining': String(Math.max(0, limit - window.count)),
      'RateLimit-Reset': String(secondsLeft(window, group)),
      'X-RateLimit-Limiter': group,
    };
  }

  function secondsLeft(window: Window, group: RateLimitGroup): number {
    return Math.max(1, Math.ceil((window.startedAt + WINDOW_MS[group] - now()) / 1000));
  }

  function refuse(window: Window, group: RateLimitGroup, limit: number): never {
    const retryAfterS = secondsLeft(window, group);
    throw new ApiError('rate_limited', undefined, { retryAfterS, headers: headers(window, group, limit) });
  }

  return {
    take(who, id) {
      if (!limits) return {};
      if (CALL_CREATION.has(id)) {
        const errors = windowOf(who, 'call-error');
        if (errors.count >= limits['call-error']) refuse(errors, 'call-error', limits['call-error']);
      }
      const group = groupOf(id);
      const window = windowOf(who, group);
      if (window.count >= limits[group]) refuse(window, group, limits[group]);
      window.count += 1;
      return headers(window, group, limits[group]);
    },
    answered(who, id, status) {
      if (limits && CALL_CREATION.has(id) && status >= 400 && status < 500 && status !== 429)
        windowOf(who, 'call-error').count += 1;
    },
  };
}

export function groupOf(id: OperationId): Exclude<RateLimitGroup, 'call-error'> {
  if (CALL_CREATION.has(id)) return 'call';
  return id.startsWith('list') ? 'list' : 'general';
}
