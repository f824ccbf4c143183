// The sessions of one conversation at MCP servers: opened when they are first needed, kept for what comes, opened anew when a server has
// lost one, ended with the conversation.

import type { StreamingEgress } from '../../../interfaces/egress.ts';
import { connectMcp, type McpAddress, type McpConnection } from './client.ts';
import { isSessionLost } from './error.ts';
import { unlessAborted } from './unless-aborted.ts';

export interface McpSessions {
  /**
   * Lets `work` ask the server. It is called a second time only when the server did not know the session any more, and so did nothing.
   * Throws McpError, and the signal's reason when it fires first.
   */
  ask<T>(address: McpAddress, work: (connection: McpConnection) => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Idempotent, never rejects. */
  close(): Promise<void>;
}

/** Variables in an address may make many of one server; the ones used last are kept. */
const MAX_SESSIONS = 16;

export function createMcpSessions(egress: StreamingEgress): McpSessions {
  const ending = new AbortController();
  const open = new Map<string, Promise<McpConnection>>();
  const connected = new Set<McpConnection>();
  const leaving = new Set<Promise<void>>();

  async function ask<T>(
    address: McpAddress,
    work: (connection: McpConnection) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      const connection = await unlessAborted(sessionAt(address), signal);
      try {
        return await work(connection);
      } catch (error) {
        signal.throwIfAborted();
        if (isSessionLost(error)) leave(address, connection);
        if (!isSessionLost(error) || attempt > 0) throw connection.explain(error);
      }
    }
  }

  async function sessionAt(address: McpAddress): Promise<McpConnection> {
    const key = keyOf(address);
    const before = await open.get(key)?.catch(() => null);
    if (before && !before.isLost) return before;
    if (before) leave(address, before);
    return open.get(key) ?? connect(key, address);
  }

  function connect(key: string, address: McpAddress): Promise<McpConnection> {
    const connecting = connectMcp({ egress, signal: ending.signal }, address);
    open.set(key, connecting);
    connecting.then(
      (connection) => connected.add(connection),
      () => {
        if (open.get(key) === connecting) open.delete(key);
      },
    );
    for (const [oldest, connection] of open) {
      if (open.size <= MAX_SESSIONS) break;
      open.delete(oldest);
      end(connection);
    }
    return connecting;
  }

  function leave(address: McpAddress, connection: McpConnection): void {
    open.delete(keyOf(address));
    end(Promise.resolve(connection));
  }

  function end(connecting: Promise<McpConnection>): void {
    const left = connecting.then(bye, () => undefined);
    leaving.add(left);
    void left.then(() => leaving.delete(left));
  }

  async function bye(connection: McpConnection): Promise<void> {
    connected.delete(connection);
    await connection.close();
  }

  async function close(): Promise<void> {
    open.clear();
    await Promise.all([...connected].map(bye));
    // Whoever still waits for a server has no session there.
    ending.abort();
    await Promise.all(leaving);
  }

  let closing: Promise<void> | null = null;
  return { ask, close: () => (closing ??= close()) };
}

/** Only kept in memory: it holds what is secret. */
export function keyOf({ url, headers }: McpAddress): string {
  return JSON.stringify([url.href, headers]);
}
