// Pages that a site lists itself. https://www.sitemaps.org/protocol.html

import { EgressError, type Egress } from '../../interfaces/egress.ts';
import type { Robots } from './robots.ts';

const TIMEOUT_MS = 15_000;
const MAX_BYTES = 10 * 1024 * 1024;
const MAX_LISTS = 10;
const MAX_PAGES = 10_000;

/** Addresses from the lists that robots.txt names, else from where such a list usually is. None where there is none. */
export async function sitemapPages(
  deps: { egress: Egress; robots: Robots },
  site: string,
  signal: AbortSignal,
): Promise<string[]> {
  const { origin } = new URL(site);
  const named = (await deps.robots.sitemaps(site, signal)).filter((url) => URL.canParse(url));
  const lists = named.length > 0 ? named : [`${origin}/sitemap.xml`];
  const seen = new Set<string>();
  const pages: string[] = [];
  for (let list = lists.shift(); list !== undefined && seen.size < MAX_LISTS; list = lists.shift()) {
    // A list of another site says nothing about this one.
    if (seen.has(list) || new URL(list).origin !== origin) continue;
    seen.add(list);
    const text = await textOf(deps.egress, list, signal);
    if (text.includes('<sitemapindex')) lists.push(...addressesIn(text, MAX_LISTS));
    else pages.push(...addressesIn(text, MAX_PAGES - pages.length));
  }
  return pages;
}

/** No two parts of the pattern may match the same blanks, or a list of nothing else takes hours. */
const PLACE = /<loc>\s*(?:<!\[CDATA\[\s*)?([^<\]\s]{1,2000})/g;

function addressesIn(text: string, most: number): string[] {
  const found: string[] = [];
  for (const [, place = ''] of text.matchAll(PLACE)) {
    if (found.length >= most) break;
    const url = decoded(place);
    if (URL.canParse(url)) found.push(url);
  }
  return found;
}

function decoded(url: string): string {
  return url.replaceAll('&amp;', '&');
}

async function textOf(egress: Egress, url: string, signal: AbortSignal): Promise<string> {
  try {
    const answer = await egress.send({
      method: 'GET',
      url,
      headers: { accept: 'application/xml' },
      timeoutMs: TIMEOUT_MS,
      maxBodyBytes: MAX_BYTES,
      signal,
    });
    return answer.status === 200 ? answer.body : '';
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof EgressError) return '';
    throw error;
  }
}
