// setTimeout, setInterval and their like.

import { defineGlobals } from './define-globals.ts';
import type { World } from './host.ts';

type Callback = (...args: unknown[]) => void;

export function installTimers(world: World): void {
  /** An interval keeps its number; the timer behind it changes. */
  const intervals = new Map<number, number>();

  function setTimeout(callback: Callback, ms?: unknown, ...args: unknown[]): number {
    checkCallable(callback);
    return world.later(Number(ms) || 0, () => callback(...args));
  }

  function setInterval(callback: Callback, ms?: unknown, ...args: unknown[]): number {
    checkCallable(callback);
    const everyMs = Math.max(1, Number(ms) || 0);
    const next = (id?: number): number => {
      const timer = world.later(everyMs, () => {
        next(id ?? timer);
        callback(...args);
      });
      intervals.set(id ?? timer, timer);
      return timer;
    };
    return next();
  }

  function clear(id: unknown): void {
    if (typeof id !== 'number') return;
    world.cancel(intervals.get(id) ?? id);
    intervals.delete(id);
  }

  defineGlobals({
    setTimeout,
    setInterval,
    setImmediate: (callback: Callback, ...args: unknown[]) => setTimeout(callback, 0, ...args),
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
    queueMicrotask(callback: Callback) {
      checkCallable(callback);
      void Promise.resolve().then(() => callback());
    },
  });
}

function checkCallable(callback: unknown): void {
  if (typeof callback !== 'function') throw new TypeError('The callback must be a function.');
}
