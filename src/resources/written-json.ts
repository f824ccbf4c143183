// JSON that is passed on as it was written, for answers that hold much of what the database already has as JSON: to read it and to write
// it again would take longer than all the rest.

/** An answer in its JSON. `T`: what it says. */
export class WrittenJson<T = unknown> {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** Read anew with each call. */
  value(): T {
    return JSON.parse(this.text) as T;
  }
}

/** What an answer says, whether it is written already or not. */
export function valueOfAnswer(answer: unknown): unknown {
  return answer instanceof WrittenJson ? answer.value() : answer;
}

/** An answer as JSON; undefined for none. */
export function textOfAnswer(answer: unknown): string | undefined {
  return answer instanceof WrittenJson ? answer.text : JSON.stringify(answer);
}

/** One object of the members of both, which have no name in common; both as JSON, `object` not empty. */
export function withMembers(object: string, members: string): string {
  return members === '{}' ? object : `${object.slice(0, -1)},${members.slice(1)}`;
}
