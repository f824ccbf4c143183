// What a tag of an agent may be called.

export const MAX_TAGS = 10;
export const MAX_TAG_CHARACTERS = 20;

/** These every agent has; without a version set they mean the latest. */
export const DEFAULT_TAGS: readonly string[] = ['prod', 'staging'];

const RESERVED = /^(latest(_published)?|v\d+)$/;

export const TAG_RULE = `1 to ${MAX_TAG_CHARACTERS} of a-z, A-Z, 0-9, _ and -, the first a lower-case letter; not latest, latest_published or v with a number`;

export function isTagName(name: string): boolean {
  return /^[a-z][a-zA-Z0-9_-]*$/.test(name) && name.length <= MAX_TAG_CHARACTERS && !RESERVED.test(name);
}
