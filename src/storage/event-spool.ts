// Events put aside in files while the database is away, a file per call, a line per event; they outlive this process.

import { appendFile, mkdir, readFile, rm } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { NewCallEvent } from './tables/call-events.ts';

export interface EventSpool {
  /** Files that wait, those of earlier runs included. */
  readonly size: number;
  add(events: readonly NewCallEvent[]): Promise<void>;
  /** Hands everything over in pieces and deletes what was taken; stops at the first rejection, which it passes on. */
  drain(take: (events: NewCallEvent[]) => Promise<void>): Promise<void>;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

const PIECE = 1_000;

export function createEventSpool(folder: string): EventSpool {
  const files = new Set(existingFiles(folder));
  let last: Promise<void> = Promise.resolve();

  /** One at a time: a file must not grow while it is drained. */
  function inTurn(run: () => Promise<void>): Promise<void> {
    const turn = last.then(run);
    last = turn.catch(() => {});
    return turn;
  }

  return {
    get size() {
      return files.size;
    },
    add: (events) =>
      inTurn(async () => {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        for (const [file, lines] of linesByFile(events)) {
          // The blank line before keeps a line that a crash cut off apart from ours.
          await appendFile(join(folder, file), `\n${lines}`, { mode: 0o600, flush: true });
          files.add(file);
        }
      }),
    drain: (take) =>
      inTurn(async () => {
        for (const file of [...files].sort()) {
          const events = await readEvents(join(folder, file));
          for (let from = 0; from < events.length; from += PIECE) await take(events.slice(from, from + PIECE));
          await rm(join(folder, file), { force: true });
          files.delete(file);
        }
      }),
    close: () => last,
  };
}

function existingFiles(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  } catch {
    return [];
  }
}

function linesByFile(events: readonly NewCallEvent[]): Map<string, string> {
  const lines = new Map<string, string>();
  for (const { callId, epoch, seq, event } of events) {
    // Ids of calls are ours, but a file name is no place for trust.
    const file = `${createHash('sha256').update(callId).digest('hex').slice(0, 32)}.jsonl`;
    lines.set(file, `${lines.get(file) ?? ''}${JSON.stringify({ callId, epoch, seq, event })}\n`);
  }
  return lines;
}

/** The last line may be cut off by a crash: it was never acknowledged. */
async function readEvents(path: string): Promise<NewCallEvent[]> {
  const text = await readFile(path, 'utf8');
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as NewCallEvent];
    } catch {
      return [];
    }
  });
}
