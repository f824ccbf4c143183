// The child process: one program after the other, each in a machine of its own that was made ready before.

import { setPriority } from 'node:os';
import type { FromChild, ToChild } from '../protocol.ts';
import { createMachine, type Machine } from './machine.ts';

/** Sound and sockets come first. */
const PRIORITY = 5;

const server = process.ppid;
const send = (message: FromChild): void => void process.send?.(message);
let next: Promise<Machine> = prepare();
let running: Machine | null = null;

try {
  setPriority(PRIORITY);
} catch {
  // Not allowed here: nothing is lost but smoothness.
}
process.on('disconnect', () => process.exit(0));
process.on('message', (message: ToChild) => {
  switch (message.do) {
    case 'run':
      void run(message);
      return;
    case 'answer':
      running?.answer(message.id, message.answer);
      return;
    default:
      message satisfies never;
  }
});
await next;

async function prepare(): Promise<Machine> {
  const machine = await createMachine({
    console: (line) => send({ is: 'console', line }),
    fetch: (id, request) => send({ is: 'fetch', id, request }),
    pulse: endIfAlone,
  });
  send({ is: 'ready' });
  return machine;
}

/** A program that only computes lets no event through, not even the one that the server is gone. */
function endIfAlone(): void {
  if (process.ppid !== server) process.exit(0);
}

async function run({ code, dv, metadata }: ToChild & { do: 'run' }): Promise<void> {
  const machine = await next;
  running = machine;
  const end = await machine.run({ code, dv, metadata });
  running = null;
  send({ is: 'done', ...end, isWorn: machine.isWorn });
  if (!machine.isWorn) next = prepare();
}
