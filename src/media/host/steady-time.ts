// The monotonic clock that all threads of the process share, in µs.

export function steadyUs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e6 + nanoseconds / 1e3;
}
