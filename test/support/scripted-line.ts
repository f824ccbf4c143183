// A telephone line whose answers are written in the test; it keeps what it was asked for.

import type {
  LineOutcome,
  PhoneLine,
  Texting,
  TransferOutcome,
  TransferWish,
} from '../../src/interfaces/phone-line.ts';

export interface ScriptedLine extends PhoneLine {
  /** In order: `press 12`, `bridge`, `cancel`. */
  readonly acts: string[];
  readonly transfers: TransferWish[];
}

export interface LineScript {
  dialsRawNumbers?: boolean;
  press?: LineOutcome;
  /** A promise keeps the destination ringing. */
  transfer?: TransferOutcome | Promise<TransferOutcome>;
  /** Of a transfer agent; left out: it has no consultation. */
  consultation?: LineOutcome;
}

const DONE = { ok: true } as const;

export function createScriptedLine(script: LineScript = {}): ScriptedLine {
  const acts: string[] = [];
  const transfers: TransferWish[] = [];
  const decide = (act: string) => async (): Promise<LineOutcome> => {
    acts.push(act);
    return script.consultation ?? DONE;
  };
  return {
    acts,
    transfers,
    dialsRawNumbers: script.dialsRawNumbers ?? false,
    async press(digits) {
      acts.push(`press ${digits}`);
      return script.press ?? DONE;
    },
    async transfer(wish, signal) {
      transfers.push(wish);
      return Promise.race([script.transfer ?? DONE, aborted(signal)]);
    },
    consultation: script.consultation ? { bridge: decide('bridge'), cancel: decide('cancel') } : null,
  };
}

export function createScriptedTexting(outcome: LineOutcome = DONE): Texting & { texts: string[] } {
  const texts: string[] = [];
  return {
    texts,
    async send(text) {
      texts.push(text);
      return outcome;
    },
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
