// What the servers of a conversation offer, asked once when it begins. A server that is slow or dead delays no turn beyond the budget: its
// tools are then offered as the agent's document describes them.

import { createHash } from 'node:crypto';
import type { VariableLookup } from '../../variables.ts';
import { addressOf, type McpAddress } from './client.ts';
import { listToolsOf, type McpToolDefinition } from './list-tools.ts';
import type { McpServer } from './server.ts';
import { keyOf, type McpSessions } from './sessions.ts';
import { unlessAborted } from './unless-aborted.ts';

/** Tools by the address they were listed at, of conversations before; an owner may share one among many. */
export interface McpListingCache {
  get(key: string): readonly McpToolDefinition[] | undefined;
  set(key: string, tools: readonly McpToolDefinition[]): void;
}

export interface McpListings {
  /** Resolves when every server has answered or failed, or when the budget since the beginning is used up. */
  ready(signal: AbortSignal): Promise<void>;
  /** Undefined for a server that has not answered. */
  tools(server: McpServer): readonly McpToolDefinition[] | undefined;
  /** What went wrong, for the conversation's log; each until it is told. */
  notes(): { id: string; text: string }[];
  told(id: string): void;
  close(): void;
}

export interface McpListingsDeps {
  sessions: McpSessions;
  lookup: VariableLookup;
  /** Counted from the beginning of the conversation. */
  budgetMs: number;
  cache?: McpListingCache | undefined;
}

/** A server that takes longer is not waited for in the background either. */
const MAX_LISTING_MS = 30_000;

type Listing = { is: 'asked' } | { is: 'there'; tools: readonly McpToolDefinition[] } | { is: 'failed' };

/** Asks at once. */
export function createMcpListings(deps: McpListingsDeps, servers: readonly McpServer[]): McpListings {
  const listings = new Map<McpServer, Listing>();
  const notes = new Map<string, string>();
  const ending = new AbortController();
  const over = Promise.withResolvers<void>();
  const timer = setTimeout(giveUp, deps.budgetMs);
  if (servers.length === 0) over.resolve();
  void Promise.all(servers.map(list)).then(() => {
    clearTimeout(timer);
    over.resolve();
  });

  async function list(server: McpServer): Promise<void> {
    listings.set(server, { is: 'asked' });
    try {
      const address = addressOf(server, deps.lookup);
      const tools = deps.cache?.get(cacheKey(address)) ?? (await ask(address));
      deps.cache?.set(cacheKey(address), tools);
      listings.set(server, { is: 'there', tools });
    } catch (error) {
      listings.set(server, { is: 'failed' });
      if (!ending.signal.aborted) note(server, error instanceof Error ? error.message : String(error));
    }
  }

  function ask(address: McpAddress): Promise<McpToolDefinition[]> {
    const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(MAX_LISTING_MS)]);
    return deps.sessions.ask(address, listToolsOf, signal);
  }

  function giveUp(): void {
    for (const [server, { is }] of listings)
      if (is === 'asked')
        note(
          server,
          `The MCP server ${JSON.stringify(server.name)} has not listed its tools within ${deps.budgetMs} ms.`,
        );
    over.resolve();
  }

  function note(server: McpServer, what: string): void {
    notes.set(`mcp_note_${servers.indexOf(server)}`, `${what} Its tools are offered as the agent describes them.`);
  }

  return {
    ready: (signal) => unlessAborted(over.promise, signal),
    tools(server) {
      const listing = listings.get(server);
      return listing?.is === 'there' ? listing.tools : undefined;
    },
    notes: () => [...notes].map(([id, text]) => ({ id, text })),
    told: (id) => void notes.delete(id),
    close() {
      ending.abort();
      clearTimeout(timer);
      over.resolve();
    },
  };
}

/** Headers and query values may be secret: they are not kept. */
function cacheKey(address: McpAddress): string {
  return createHash('sha256').update(keyOf(address)).digest('base64');
}
