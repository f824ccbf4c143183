// JSON that is passed on as it was written, for answers that hold much of what the database already has as JSON: to read it and to write
// it again would take longer than all the rest.

const COMMA = 0x2c;
const OPENING = 0x5b;
const CLOSING = 0x5d;

/** An answer in its JSON, UTF-8. `T`: what it says. */
export class WrittenJson<T = unknown> {
  readonly bytes: Buffer;

  constructor(written: string | Buffer) {
    this.bytes = typeof written === 'string' ? Buffer.from(written) : written;
  }

  /**
   * A list of what these say. Each goes into the answer by itself: one long text of them all would be copied twice more, and with a
   * single letter beyond Latin-1 among them at double width.
   */
  static list<T>(items: readonly string[]): WrittenJson<T[]> {
    const size = items.reduce((sum, item) => sum + Buffer.byteLength(item) + 1, 1);
    const bytes = Buffer.allocUnsafe(Math.max(size, 2));
    let end = bytes.writeUInt8(OPENING);
    for (const item of items) {
      end += bytes.write(item, end);
      end = bytes.writeUInt8(COMMA, end);
    }
    bytes.writeUInt8(CLOSING, bytes.length - 1);
    return new WrittenJson(bytes);
  }

  /** Read anew with each call. */
  value(): T {
    return JSON.parse(this.bytes.toString()) as T;
  }
}

/** What an answer says, whether it is written already or not. */
export function valueOfAnswer(answer: unknown): unknown {
  return answer instanceof WrittenJson ? answer.value() : answer;
}

/** An answer as JSON; undefined for none. */
export function jsonOfAnswer(answer: unknown): string | Buffer | undefined {
  return answer instanceof WrittenJson ? answer.bytes : JSON.stringify(answer);
}

/** One object of the members of both, which have no name in common; both as JSON, `object` not empty. */
export function withMembers(object: string, members: string): string {
  return members === '{}' ? object : `${object.slice(0, -1)},${members.slice(1)}`;
}
