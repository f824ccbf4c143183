// How every room writes its log: a static message and structured facts (pino's shape). Never speech, prompts, digits or keys.

export interface Log {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** Says nothing; for tests and for parts that were handed no log. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
