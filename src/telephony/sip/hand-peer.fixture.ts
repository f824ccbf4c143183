// A far side played by hand: a UDP socket that sends what a test says and shows what came.

import { createSocket } from 'node:dgram';
import { EventEmitter, once } from 'node:events';
import { header, headers, setHeader } from './header.ts';
import type { SipHeader, SipMessage, SipRequest, SipResponse } from './message.ts';
import { parseMessage } from './parse-message.ts';
import { reasonOf, serialise } from './serialise.ts';
import type { SipRoute } from './sip-call.ts';
import { uri } from './two-agents.fixture.ts';

export interface HandPeer {
  readonly port: number;
  readonly route: SipRoute;
  /** All that came, oldest first, without repeated requests. */
  readonly came: SipMessage[];
  /** The next request with this method that was not waited for yet. */
  request(method: string): Promise<SipRequest>;
  /** The next answer with this status, and to this method. */
  response(status: number, method: string): Promise<SipResponse>;
  answer(
    request: SipRequest,
    status: number,
    parts?: { tag?: string; headers?: Record<string, string>; sdp?: string },
  ): void;
  send(message: SipMessage): void;
  raw(bytes: Buffer | string): void;
  /** Where `send` goes; set by the first message that came. */
  aim(port: number): void;
  /** From now on every request gets a 200. */
  sayYes(): void;
  close(): void;
}

export async function startHandPeer(): Promise<HandPeer> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address();
  const came: SipMessage[] = [];
  const taken = new Set<SipMessage>();
  const news = new EventEmitter();
  let far = 0;
  let yes = false;
  socket.on('message', (bytes, from) => {
    const parsed = parseMessage(bytes);
    if (!parsed.ok) return;
    far ||= from.port;
    if (isRepeated(parsed.message, came)) return;
    if (yes && parsed.message.is === 'request' && parsed.message.method !== 'ACK') {
      socket.send(serialise(answerTo(parsed.message, 200, port, {})), from.port, '127.0.0.1');
    }
    came.push(parsed.message);
    news.emit('message');
  });

  async function next(fits: (message: SipMessage) => boolean): Promise<any> {
    for (;;) {
      const found = came.find((message) => !taken.has(message) && fits(message));
      if (found) {
        taken.add(found);
        return found;
      }
      await once(news, 'message');
    }
  }

  const send = (message: SipMessage) => socket.send(serialise(message), far, '127.0.0.1');
  return {
    port,
    route: { target: uri(null, '127.0.0.1', port), transport: 'udp', credentials: null },
    came,
    request: (method) => next((message) => message.is === 'request' && message.method === method),
    response: (status, method) =>
      next(
        (message) =>
          message.is === 'response' && message.status === status && header(message, 'CSeq')!.endsWith(` ${method}`),
      ),
    answer: (request, status, parts = {}) => send(answerTo(request, status, port, parts)),
    send,
    raw: (bytes) => socket.send(bytes, far, '127.0.0.1'),
    aim(to) {
      far = to;
    },
    sayYes() {
      yes = true;
    },
    close: () => socket.close(),
  };
}

/** Requests that were sent again because we are slow say nothing; ACKs are what some tests count. */
function isRepeated(message: SipMessage, came: SipMessage[]): boolean {
  if (message.is !== 'request' || message.method === 'ACK') return false;
  const via = header(message, 'Via');
  return came.some((each) => each.is === 'request' && each.method === message.method && header(each, 'Via') === via);
}

function answerTo(
  request: SipRequest,
  status: number,
  port: number,
  { tag, headers: extra = {}, sdp }: { tag?: string; headers?: Record<string, string>; sdp?: string },
): SipResponse {
  const copied: SipHeader[] = headers(request, 'Via').map((value) => ({ name: 'Via', value }));
  for (const name of ['From', 'To', 'Call-ID', 'CSeq']) copied.push({ name, value: header(request, name)! });
  const response: SipResponse = {
    ...{ is: 'response', status, reason: reasonOf(status), headers: copied },
    body: Buffer.from(sdp ?? ''),
  };
  if (tag) setHeader(response, 'To', `${header(request, 'To')};tag=${tag}`);
  setHeader(response, 'Contact', `<sip:peer@127.0.0.1:${port}>`);
  if (sdp) setHeader(response, 'Content-Type', 'application/sdp');
  for (const [name, value] of Object.entries(extra)) setHeader(response, name, value);
  return response;
}

let branches = 0;

/** A request outside any dialog. */
export function newRequest(
  method: string,
  port: number,
  {
    to = '<sip:agent@127.0.0.1>',
    headers: extra = {},
    sdp,
    uri: target = 'sip:agent@127.0.0.1',
    callId,
    cseq = 1,
  }: {
    to?: string;
    headers?: Record<string, string>;
    sdp?: string;
    uri?: string;
    callId?: string;
    cseq?: number;
  } = {},
): SipRequest {
  branches += 1;
  const request: SipRequest = {
    ...{ is: 'request', method, uri: target },
    headers: [
      { name: 'Via', value: `SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bKhand${branches}` },
      { name: 'Max-Forwards', value: '70' },
      { name: 'From', value: '<sip:hand@127.0.0.1>;tag=hand' },
      { name: 'To', value: to },
      { name: 'Call-ID', value: callId ?? `hand-${branches}-${port}` },
      { name: 'CSeq', value: `${cseq} ${method}` },
      { name: 'Contact', value: `<sip:hand@127.0.0.1:${port}>` },
    ],
    body: Buffer.from(sdp ?? ''),
  };
  if (sdp) setHeader(request, 'Content-Type', 'application/sdp');
  for (const [name, value] of Object.entries(extra)) setHeader(request, name, value);
  return request;
}

/** A request within the dialog that an answer to `invite` made; of who sent the INVITE. */
export function withinDialog(
  method: string,
  invite: SipRequest,
  answer: SipResponse,
  cseq: number,
  more: Parameters<typeof newRequest>[2] = {},
): SipRequest {
  const port = Number(/:(\d+)>/.exec(header(invite, 'Contact')!)?.[1]);
  const target = /<([^>]*)>/.exec(header(answer, 'Contact') ?? '')?.[1];
  return newRequest(method, port, {
    ...{ to: header(answer, 'To')!, callId: header(invite, 'Call-ID')!, cseq },
    ...(target ? { uri: target } : {}),
    ...more,
  });
}

/** A request of who answered `invite` with `tag`. */
export function fromCallee(
  method: string,
  invite: SipRequest,
  tag: string,
  cseq: number,
  port: number,
  more: Parameters<typeof newRequest>[2] = {},
): SipRequest {
  const request = newRequest(method, port, {
    callId: header(invite, 'Call-ID')!,
    cseq,
    to: header(invite, 'From')!,
    ...more,
  });
  setHeader(request, 'From', `${header(invite, 'To')};tag=${tag}`);
  return request;
}
