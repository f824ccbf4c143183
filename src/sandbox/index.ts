// The door of the room: users' programs, locked in.

export { createCodeRunner } from './code-runner.ts';
export type { ClosableCodeRunner, CodeRunnerOptions } from './code-runner.ts';
