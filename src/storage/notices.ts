// Notices of the database (LISTEN), on a connection of their own. A notice that was sent while the connection was away is lost, so
// `onNotice` is also called whenever a connection was made: look at everything then.

import pg from 'pg';
import type { Log } from '../interfaces/log.ts';

export interface NoticesOptions {
  url: string;
  channel: string;
  /** `payload` is null after each (re)connect. Must not throw. */
  onNotice(payload: string | null): void;
  log: Log;
}

const RETRY_MS = 1_000;
const CONNECT_TIMEOUT_MS = 5_000;

/** Resolves once it listens, or when the first try failed: it goes on trying. */
export async function openNotices(options: NoticesOptions): Promise<{ close(): Promise<void> }> {
  const { url, channel, onNotice, log } = options;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: url,
      application_name: 'ringback notices',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    });
    let lost = false;
    const lose = (error?: Error): void => {
      if (lost) return;
      lost = true;
      client = null;
      next.end().catch(() => {});
      if (closed) return;
      if (error) log.warn({ channel, error: error.message }, 'notices of the database are away, trying again');
      timer = setTimeout(() => void connect(), RETRY_MS);
      timer.unref();
    };
    next.on('error', lose);
    next.on('end', () => lose());
    next.on('notification', ({ payload }) => onNotice(payload ?? ''));
    try {
      await next.connect();
      await next.query(`listen ${pg.escapeIdentifier(channel)}`);
      if (closed) return void (await next.end());
      client = next;
      onNotice(null);
    } catch (error) {
      lose(error as Error);
    }
  }

  await connect();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}
