// What the scripts tell a person: on stderr, so that stdout stays with the program.

/** @param {string} text */
export function say(text) {
  process.stderr.write(`ringback: ${text}\n`);
}

/**
 * @param {string} text what is wrong and what to do
 * @returns {never}
 */
export function fail(text) {
  process.stderr.write(`\nringback: ${text}\n`);
  process.exit(1);
}

/** @param {number} startedMs from `Date.now()` */
export function secondsSince(startedMs) {
  return `${((Date.now() - startedMs) / 1000).toFixed(1)} s`;
}
