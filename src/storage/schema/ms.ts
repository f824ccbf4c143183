/** Milliseconds since the epoch, stored as bigint, read as number. */
export type Ms = number;
