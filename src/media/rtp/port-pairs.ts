// Hands out pairs of UDP ports: an even one for RTP, the next for RTCP (RFC 3550 section 11). What was given back comes last, so that late
// packets of one call do not reach the next.

export interface PortPairs {
  /** The even port; 0 when no range was set (any port); undefined when all are taken. */
  take(): number | undefined;
  give(port: number): void;
}

/** `range` inclusive. */
export function createPortPairs(range: [number, number] | null): PortPairs {
  if (range === null) return { take: () => 0, give() {} };
  const free: number[] = [];
  for (let port = range[0] + (range[0] & 1); port + 1 <= range[1]; port += 2) free.push(port);
  return {
    take: () => free.shift(),
    give: (port) => void free.push(port),
  };
}
