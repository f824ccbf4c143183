// Runs small programs that users wrote (code tools and code nodes), where they can harm nobody.

import type { Egress } from './egress.ts';

export interface CodeRunner {
  /**
   * Runs the body of an async function; one request is one run, never repeated. What the program does wrong is an outcome; never rejects.
   */
  run(request: CodeRequest): Promise<CodeOutcome>;
  /** Somebody will soon want to run code: have a place ready. */
  warm(): void;
}

export interface CodeRequest {
  /** Whose program it is: those of one workspace never take all the places that there are. */
  workspaceId?: string;
  /** JavaScript with `return` and `await` at its top. */
  code: string;
  /** The global `dv`. */
  dv: Record<string, string>;
  /** The global `metadata`, as JSON. */
  metadata: object;
  /** For everything, waiting for a free place included. */
  timeoutMs: number;
  /** What the program's `fetch` goes through. */
  send: Egress['send'];
  /** What it writes to `console`, line by line while it runs; cut in number and length. */
  console?: (line: ConsoleLine) => void;
  signal: AbortSignal;
}

export interface ConsoleLine {
  level: 'info' | 'warn' | 'error';
  text: string;
}

export type CodeOutcome =
  /** What it returned: a text as it is, anything else as JSON; at most 1,048,576 characters, the rest is cut off. */
  { successful: true; result: string } | { successful: false; why: CodeFailure; message: string };

/**
 * threw: the program threw, or does not parse. timeout: it took too long. memory: it wanted more than it may have. stuck: it waits for
 * what never comes. crashed: its process ended under it. aborted: the signal fired. closed: the runner was closed, or can start nothing.
 */
export type CodeFailure = 'threw' | 'timeout' | 'memory' | 'stuck' | 'crashed' | 'aborted' | 'closed';
