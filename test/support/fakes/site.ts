// A small web site: pages by path, and who was asked for what.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SitePage {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

export interface Site {
  /** Without a slash at the end. */
  url: string;
  /** What stands where; may be changed while it runs. */
  pages: Record<string, SitePage | string>;
  /** Paths, in order. */
  asked: string[];
}

/** Texts are HTML; what is not there is 404. */
export async function startSite(
  t: { after(run: () => void): void },
  pages: Record<string, SitePage | string>,
): Promise<Site> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const found = site.pages[path] ?? { status: 404, body: 'gone' };
    const { status = 200, headers = {}, body = '' } = typeof found === 'string' ? { body: found } : found;
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body);
  });
  const site: Site = { url: '', pages, asked };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  site.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return site;
}
