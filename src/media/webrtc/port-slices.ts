// Hands out pieces of the UDP port range, one for each connection: werift looks for a free port by trying, which races with itself.

/** Werift wants at least two ports in a range. */
const sliceSize = 2;

export interface PortSlices {
  /** Null when no range was configured (any port); undefined when all are taken. */
  take(): [number, number] | null | undefined;
  give(slice: [number, number] | null): void;
}

/** `range` inclusive. */
export function createPortSlices(range: [number, number] | null): PortSlices {
  if (range === null) return { take: () => null, give() {} };
  const free: [number, number][] = [];
  for (let port = range[0]; port + sliceSize - 1 <= range[1]; port += sliceSize)
    free.push([port, port + sliceSize - 1]);
  return {
    take: () => free.shift(),
    give(slice) {
      if (slice) free.push(slice);
    },
  };
}
