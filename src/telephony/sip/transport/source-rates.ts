// How many messages one address may send: a bucket of tokens each, and a small one for those who were shown to be nobody.

export interface RateLimits {
  /** Messages a second that a source may send, and how many at once. */
  perSecond: number;
  burst: number;
  /** The same for a source that the screen has turned away. */
  strangerPerSecond: number;
  strangerBurst: number;
}

export interface SourceRates {
  /** Takes a token; false: drop what came. */
  take(address: string): boolean;
  /** The screen did not want it: from now on it gets little of our time, until it has been silent for a minute. */
  turnAway(address: string): void;
}

interface Bucket {
  tokens: number;
  atMs: number;
  stranger: boolean;
}

const FORGET_AFTER_MS = 60_000;
/** Addresses of datagrams can be invented, so what we remember of them is bounded: the longest known goes first. */
const MOST_SOURCES = 20_000;

export function createSourceRates(limits: RateLimits, nowMs: () => number): SourceRates {
  const buckets = new Map<string, Bucket>();

  function bucketOf(address: string): Bucket {
    const now = nowMs();
    let bucket = buckets.get(address);
    if (!bucket || now - bucket.atMs > FORGET_AFTER_MS) {
      if (!bucket && buckets.size >= MOST_SOURCES) buckets.delete(buckets.keys().next().value ?? '');
      bucket = { tokens: limits.burst, atMs: now, stranger: false };
      buckets.set(address, bucket);
    }
    const perSecond = bucket.stranger ? limits.strangerPerSecond : limits.perSecond;
    const most = bucket.stranger ? limits.strangerBurst : limits.burst;
    bucket.tokens = Math.min(most, bucket.tokens + ((now - bucket.atMs) / 1000) * perSecond);
    bucket.atMs = now;
    return bucket;
  }

  return {
    take(address) {
      const bucket = bucketOf(address);
      if (bucket.tokens < 1) return false;
      bucket.tokens -= 1;
      return true;
    },
    turnAway(address) {
      const bucket = bucketOf(address);
      if (!bucket.stranger) Object.assign(bucket, { stranger: true, tokens: limits.strangerBurst });
    },
  };
}
