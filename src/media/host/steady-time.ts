// The monotonic clock that all threads of the process share, in µs.

/** The performance clock is the same one, counted from the thread's own beginning, and needs no memory to be read. */
const threadBeganUs = sharedUs() - performance.now() * 1000;

export function steadyUs(): number {
  return threadBeganUs + performance.now() * 1000;
}

function sharedUs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e6 + nanoseconds / 1e3;
}
