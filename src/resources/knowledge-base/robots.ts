// What sites ask of those who fetch their pages by program. RFC 9309.

import robotsParser from 'robots-parser';
import { EgressError, type Egress } from '../../interfaces/egress.ts';

export interface Robots {
  /** Throws the signal's reason. */
  allows(url: string, signal: AbortSignal): Promise<boolean>;
  /** Between two pages of the site; 0 when it asks for none. */
  pauseMs(url: string, signal: AbortSignal): Promise<number>;
  /** Lists of pages that the site names. */
  sitemaps(url: string, signal: AbortSignal): Promise<string[]>;
}

interface Rules {
  isAllowed(url: string, agent: string): boolean | undefined;
  getCrawlDelay(agent: string): number | undefined;
  getSitemaps(): string[];
}

const AGENT = 'Ringback';
const TIMEOUT_MS = 10_000;
/** What crawlers have to read at least. */
const MAX_BYTES = 500 * 1024;
/** Who asks for more would keep a crawl for days. */
const MAX_PAUSE_MS = 5_000;
/** Of all rules together: each is tried at every character of an address, for every page. */
const MAX_WILDCARDS = 4_000;
const parse = robotsParser as unknown as (url: string, text: string) => Rules;

/** Asks each site once. */
export function createRobots(egress: Egress): Robots {
  const bySite = new Map<string, Promise<Rules>>();

  function rulesOf(url: string, signal: AbortSignal): Promise<Rules> {
    const { origin } = new URL(url);
    const known = bySite.get(origin) ?? load(origin, signal);
    bySite.set(origin, known);
    return known;
  }

  async function load(origin: string, signal: AbortSignal): Promise<Rules> {
    const url = `${origin}/robots.txt`;
    return parse(url, withoutTooManyWildcards(await textOf(url, signal)));
  }

  async function textOf(url: string, signal: AbortSignal): Promise<string> {
    try {
      const answer = await egress.send({
        method: 'GET',
        url,
        headers: { accept: 'text/plain' },
        timeoutMs: TIMEOUT_MS,
        maxBodyBytes: MAX_BYTES,
        signal,
      });
      // Without one everything is allowed; a server that fails may have one that forbids.
      if (answer.status >= 500) return 'User-agent: *\nDisallow: /';
      return answer.status === 200 ? answer.body : '';
    } catch (error) {
      signal.throwIfAborted();
      // The page's own request will say why the site cannot be reached.
      if (error instanceof EgressError) return '';
      throw error;
    }
  }

  return {
    allows: async (url, signal) => (await rulesOf(url, signal)).isAllowed(url, AGENT) !== false,
    async pauseMs(url, signal) {
      const seconds = (await rulesOf(url, signal)).getCrawlDelay(AGENT) ?? 0;
      return Math.min(MAX_PAUSE_MS, Math.max(0, seconds * 1000));
    },
    sitemaps: async (url, signal) => (await rulesOf(url, signal)).getSitemaps(),
  };
}

/** Rules beyond the limit are left out. */
function withoutTooManyWildcards(text: string): string {
  let at = -1;
  for (let count = 0; count < MAX_WILDCARDS; count++) {
    at = text.indexOf('*', at + 1);
    if (at < 0) return text;
  }
  return text.slice(0, text.lastIndexOf('\n', at) + 1);
}
