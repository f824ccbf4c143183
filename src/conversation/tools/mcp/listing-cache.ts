// Listings of MCP servers, kept for a short while: a chat is a new conversation with every message.

import type { WallClock } from '../../../interfaces/clock.ts';
import type { McpToolDefinition } from './list-tools.ts';
import type { McpListingCache } from './listings.ts';

const KEPT_MS = 60_000;
const MAX_ENTRIES = 100;

export function createMcpListingCache(now: WallClock): McpListingCache {
  const entries = new Map<string, { tools: readonly McpToolDefinition[]; until: number }>();
  return {
    get(key) {
      const entry = entries.get(key);
      return entry && entry.until > now() ? entry.tools : undefined;
    },
    set(key, tools) {
      const entry = entries.get(key);
      if (entry && entry.until > now() && entry.tools === tools) return;
      entries.delete(key);
      entries.set(key, { tools, until: now() + KEPT_MS });
      // In the order in which their time is over.
      for (const [oldest, { until }] of entries) {
        if (entries.size <= MAX_ENTRIES && until > now()) return;
        entries.delete(oldest);
      }
    },
  };
}
