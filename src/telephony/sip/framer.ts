// Cuts a byte stream (TCP, TLS) into messages by Content-Length (RFC 3261 section 18.3), keep-alives apart (RFC 5626 section 3.5.1).

import { MAX_MESSAGE_BYTES } from './limits.ts';

export type Frame =
  /** Bytes of one message, for `parseMessage`. */
  | { is: 'message'; bytes: Buffer }
  /** CRLF CRLF: is answered with one CRLF. */
  | { is: 'ping' }
  /** CRLF between messages: an answer to a ping. */
  | { is: 'pong' }
  /** Nothing after this can be told apart: answer what `bytes` hold if they can be read, and close. */
  | { is: 'broken'; reason: string; bytes: Buffer };

export interface Framer {
  /** Takes what arrived, in pieces of any size; gives what has become whole. After `broken` always nothing. */
  push(bytes: Buffer): Frame[];
  /** Bytes that wait for the rest of their message. */
  readonly waiting: number;
}

const LENGTH = /(?:^|\r\n)(?:content-length|l)[ \t]*:(?:[ \t]|\r\n[ \t])*([^\r]*)/gi;

const NOTHING = Buffer.alloc(0);
const LEAST_ROOM = 1024;

export function createFramer(maxBytes = MAX_MESSAGE_BYTES): Framer {
  /** What waits is `store` from `start` to `end`; what was handed out before `start` is never written over. */
  let store: Buffer = NOTHING;
  let start = 0;
  let end = 0;
  /** Is there room behind `end` that nobody else writes to? */
  let isOwn = false;
  /** Whole size of the message at the front once its headers are known; before that, where the search for their end goes on. */
  let wanted = 0;
  let searched = 0;
  let dead = false;

  const waiting = (): Buffer => store.subarray(start, end);

  /** Room grows by doubling, so that no byte is copied more than a few times, in however many pieces a message comes. */
  function append(bytes: Buffer): void {
    const held = end - start;
    if (held === 0) {
      [store, start, end, isOwn] = [bytes, 0, bytes.length, false];
      return;
    }
    if (!isOwn || end + bytes.length > store.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(2 * (held + bytes.length), wanted, LEAST_ROOM));
      waiting().copy(larger);
      [store, start, end, isOwn] = [larger, 0, held, true];
    }
    bytes.copy(store, end);
    end += bytes.length;
  }

  function drop(count: number): void {
    start += count;
    wanted = 0;
    searched = 0;
    if (start === end) empty();
  }

  function empty(): void {
    [store, start, end, isOwn] = [NOTHING, 0, 0, false];
  }

  function breakOff(reason: string): Frame {
    const bytes = waiting().subarray(0, maxBytes);
    dead = true;
    empty();
    return { is: 'broken', reason, bytes };
  }

  /** The next frame at the front; null: more bytes are needed. */
  function next(): Frame | null {
    const bytes = waiting();
    const held = bytes.length;
    if (held === 0) return null;
    if (wanted > 0) return held >= wanted ? takeMessage() : null;
    if (bytes[0] === 0x0d) return takeKeepAlive(bytes);
    const headEnd = bytes.indexOf('\r\n\r\n', Math.max(searched - 3, 0));
    if (headEnd < 0) {
      searched = held;
      return held > maxBytes ? breakOff('Headers too long') : null;
    }
    const length = lengthIn(bytes.toString('latin1', 0, headEnd));
    if (length === null) return breakOff('No Content-Length');
    wanted = headEnd + 4 + length;
    if (wanted > maxBytes) return breakOff('Message too large');
    return held >= wanted ? takeMessage() : null;
  }

  function takeMessage(): Frame {
    const bytes = waiting().subarray(0, wanted);
    drop(wanted);
    return { is: 'message', bytes };
  }

  function takeKeepAlive(bytes: Buffer): Frame | null {
    const held = bytes.length;
    if (held >= 2 && bytes[1] !== 0x0a) return breakOff('Not SIP');
    if (held >= 4 && bytes.toString('latin1', 0, 4) === '\r\n\r\n') {
      drop(4);
      return { is: 'ping' };
    }
    // A ping may come in two pieces, so a lone CRLF counts once something else follows it.
    if (held < 3 || (held === 3 && bytes[2] === 0x0d)) return null;
    drop(2);
    return { is: 'pong' };
  }

  return {
    get waiting() {
      return end - start;
    },
    push(bytes) {
      if (dead || bytes.length === 0) return [];
      append(bytes);
      const frames: Frame[] = [];
      for (let frame = next(); frame; frame = dead ? null : next()) frames.push(frame);
      return frames;
    },
  };
}

/** Null: none, several, or no number; the length is what holds a stream together. */
function lengthIn(head: string): number | null {
  const found = [...head.matchAll(LENGTH)];
  const value = found[0]?.[1]?.trim() ?? '';
  return found.length === 1 && /^[0-9]{1,9}$/.test(value) ? Number(value) : null;
}
