// A database that can be taken away: a TCP relay in front of the real one.

import { connect, createServer, type AddressInfo, type NetConnectOpts, type Socket } from 'node:net';
import { once } from 'node:events';

export interface DatabaseRelay {
  readonly url: string;
  /** Cuts all connections and refuses new ones. */
  cut(): Promise<void>;
  restore(): Promise<void>;
  close(): Promise<void>;
}

/** Relays to the server of `databaseUrl`, whether that is a Unix socket or an address. */
export async function relayDatabase(databaseUrl: string): Promise<DatabaseRelay> {
  const target = targetOf(databaseUrl);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target);
    for (const [one, other] of [[near, far] as const, [far, near] as const]) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const cut = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const port = await listen(0);
  return {
    url: relayedUrl(databaseUrl, port),
    cut,
    restore: async () => void (await listen(port)),
    close: cut,
  };
}

function targetOf(databaseUrl: string): NetConnectOpts {
  const url = parse(databaseUrl);
  const socket = url.searchParams.get('host');
  if (socket?.startsWith('/')) return { path: `${socket}/.s.PGSQL.${url.port || '5432'}` };
  return { host: url.hostname || '127.0.0.1', port: Number(url.port || 5432) };
}

function relayedUrl(databaseUrl: string, port: number): string {
  const url = parse(databaseUrl);
  const credentials = url.password ? `${url.username}:${url.password}` : url.username;
  return `postgresql://${credentials}@127.0.0.1:${port}${url.pathname}`;
}

/** `postgresql://user@/database?host=...` has no host, which URL does not take. */
function parse(databaseUrl: string): URL {
  return new URL(databaseUrl.replace('@/', '@localhost/'));
}
