// What this room needs of a logger (pino has it). Facts only, never speech.

export interface Log {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
}
