// What a runner and its child process say to each other. Only JSON: nothing of one side's objects reaches the other.

import type { ConsoleLine } from '../interfaces/code-runner.ts';

export type ToChild =
  /** Once in a while only: a child runs one program at a time. */
  | { do: 'run'; code: string; dv: Record<string, string>; metadata: object }
  | { do: 'answer'; id: number; answer: FetchAnswer };

export type FromChild =
  /** The next program can come. */
  | { is: 'ready' }
  | { is: 'console'; line: ConsoleLine }
  | { is: 'fetch'; id: number; request: FetchRequest }
  /** The program is over. `text`: the outcome. `isWorn`: end this process, it has grown too large. */
  | { is: 'done'; how: 'returned' | 'threw' | 'memory' | 'stuck'; text: string; isWorn: boolean };

export interface FetchRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | null;
}

export type FetchAnswer =
  | { ok: true; status: number; url: string; headers: Record<string, string>; body: string }
  | { ok: false; message: string };

/** Of a result; what is longer is cut. */
export const MAX_RESULT_CHARACTERS = 1_048_576;
/** Of one text that the program hands out in any other way. */
export const MAX_TEXT_CHARACTERS = 1_048_576;
export const MAX_CONSOLE_LINES = 100;
export const MAX_CONSOLE_CHARACTERS = 1_000;
