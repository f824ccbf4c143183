// Stands between an SDK and the server, passes everything on as it is, and remembers which method of the SDK called which operation, and
// what the document says against the answers.

import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Scope } from '../../support/scope.ts';
import { servedDocument } from './served-document.ts';

/** Names the SDK's method that asks, like `agent.create`; set by an option of the SDKs that is made for headers. */
export const METHOD_HEADER = 'x-sdk-method';

export interface Seen {
  /** Empty when the header was not there. */
  sdkMethod: string;
  operation: string;
  status: number;
  /** `X-Stainless-Retry-Count` */
  attempt: number;
}

export interface Witness {
  /** For the SDK, in place of the server's. */
  url: string;
  /** Oldest first. */
  readonly seen: Seen[];
  /** What answers had that the document does not allow. */
  readonly faults: string[];
}

/** `url`: of the server. `onAnswer` is told before the SDK gets the answer. */
export async function startWitness(t: Scope, url: string, onAnswer: (seen: Seen) => void = () => {}): Promise<Witness> {
  const document = await servedDocument(url);
  const seen: Seen[] = [];
  const faults: string[] = [];
  const note = (request: IncomingMessage, status: number, contentType: string, body: Buffer): void => {
    const [method, path] = [request.method ?? '', request.url ?? ''];
    const one: Seen = {
      sdkMethod: String(request.headers[METHOD_HEADER] ?? ''),
      operation: document.operationOf(method, path) ?? `${method} ${path}`,
      status,
      attempt: Number(request.headers['x-stainless-retry-count'] ?? 0),
    };
    seen.push(one);
    for (const fault of document.faultsOf({ method, path, status, contentType, body }))
      faults.push(`${one.sdkMethod}: ${fault}`);
    onAnswer(one);
  };
  const server = createServer((request, response) => {
    passOn(url, request, response, note).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, faults };
}

async function passOn(
  url: string,
  request: IncomingMessage,
  response: ServerResponse,
  note: (request: IncomingMessage, status: number, contentType: string, body: Buffer) => void,
): Promise<void> {
  const onward = httpRequest(`${url}${request.url}`, { method: request.method, headers: request.headers });
  request.pipe(onward);
  const [answer] = (await once(onward, 'response')) as [IncomingMessage];
  const body = await buffer(answer);
  note(request, answer.statusCode ?? 0, answer.headers['content-type'] ?? '', body);
  response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
  response.end(body);
}
