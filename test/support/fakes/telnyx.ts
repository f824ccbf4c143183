// Telnyx as its documents describe it: Call Control, numbers, messages, webhooks signed by Ed25519. https://developers.telnyx.com/api

import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { Scope } from '../scope.ts';
import { openFakeStream, type FakeStream } from './media-stream.ts';

type Body = Record<string, any>;

export interface FakeTelnyxCall {
  readonly id: string;
  readonly body: Body;
  /** Commands that were carried out, in order. */
  readonly commands: { what: string; body: Body }[];
  /** Sends a webhook, signed; gives the HTTP status. */
  tell(event: string, payload?: Body): Promise<number>;
  openStream(): Promise<FakeStream>;
}

export interface FakeTelnyx {
  url: string;
  apiKey: string;
  /** Base64, as the portal shows it. */
  publicKey: string;
  readonly requests: { method: string; path: string; body: Body }[];
  /** For the next request, once; `cut`: carried out, but not answered. */
  fail(fault: { status: number; code: string; title: string } | 'cut'): void;
  dialled(nth: number): Promise<FakeTelnyxCall>;
  /** Somebody calls; the webhook is sent. */
  callIn(webhookUrl: string, payload: Body): Promise<FakeTelnyxCall>;
  until(holds: () => boolean): Promise<void>;
  post(url: string, data: Body, more?: { signature?: string; timestamp?: number }): Promise<number>;
  readonly market: string[];
  readonly owned: Map<string, Body>;
  readonly texts: { id: string; body: Body }[];
}

export async function startFakeTelnyx(t: Scope): Promise<FakeTelnyx> {
  const apiKey = `KEY${randomUUID()}`;
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const requests: FakeTelnyx['requests'] = [];
  const faults: Parameters<FakeTelnyx['fail']>[0][] = [];
  const calls = new Map<string, FakeTelnyxCall>();
  const dialledCalls: FakeTelnyxCall[] = [];
  const waiting = new Set<() => void>();
  const market: string[] = [];
  const owned: FakeTelnyx['owned'] = new Map();
  const orders = new Map<string, Body>();
  const texts: FakeTelnyx['texts'] = [];
  const seen = new Set<string>();

  function until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => void (holds() && (waiting.delete(look), resolve()));
      waiting.add(look);
      look();
    });
  }

  async function post(url: string, data: Body, more: { signature?: string; timestamp?: number } = {}): Promise<number> {
    const body = JSON.stringify({ data, meta: { attempt: 1, delivered_to: url } });
    const timestamp = String(more.timestamp ?? Math.floor(Date.now() / 1000));
    const signature = more.signature ?? sign(null, Buffer.from(`${timestamp}|${body}`), privateKey).toString('base64');
    const headers = {
      'content-type': 'application/json',
      'telnyx-signature-ed25519': signature,
      'telnyx-timestamp': timestamp,
    };
    return (await fetch(url, { method: 'POST', headers, body })).status;
  }

  function newCall(body: Body, webhookUrl: string): FakeTelnyxCall {
    const id = `v3:${randomUUID()}`;
    const call: FakeTelnyxCall = {
      id,
      body,
      commands: [],
      tell: (event_type, payload = {}) =>
        post(webhookUrl, {
          record_type: 'event',
          event_type,
          id: randomUUID(),
          payload: {
            call_control_id: id,
            client_state: body['client_state'],
            from: body['from'],
            to: body['to'],
            ...payload,
          },
        }),
      openStream: () =>
        openFakeStream((call.commands.find(({ what }) => what === 'answer')?.body ?? body)['stream_url'], {
          sequence: 'sequence_number',
          stream: 'stream_id',
          streamId: randomUUID(),
          starts: true,
          start: {
            call_control_id: id,
            from: body['from'],
            to: body['to'],
            media_format: { encoding: 'PCMU', sample_rate: 8000, channels: 1 },
          },
          stop: { call_control_id: id },
        }),
    };
    calls.set(id, call);
    return call;
  }

  function command(id: string, what: string, body: Body): Body {
    const call = calls.get(id);
    if (!call) return error(404, '10005', 'Resource not found');
    const key = `${id} ${body['command_id']}`;
    // The same command is carried out once.
    if (!body['command_id'] || !seen.has(key)) call.commands.push({ what, body });
    seen.add(key);
    return { data: { result: 'ok' } };
  }

  function number(id: string, method: string, body: Body): Body {
    const found = owned.get(id);
    if (!found) return error(404, '10005', 'Resource not found');
    if (method === 'DELETE') owned.delete(id);
    return { data: Object.assign(found, body) };
  }

  function order(body: Body): Body {
    const { phone_number } = body['phone_numbers'][0];
    if (!market.includes(phone_number)) return error(422, '85001', 'The phone number is not available');
    market.splice(market.indexOf(phone_number), 1);
    const id = randomUUID();
    owned.set(id, {
      id,
      phone_number,
      customer_reference: body['customer_reference'],
      connection_id: body['connection_id'],
    });
    orders.set(id, { id, status: 'pending' });
    return { data: orders.get(id) };
  }

  function carryOut(method: string, path: string, query: URLSearchParams, body: Body): Body {
    const [, what = '', id = '', , action = ''] = path.split('/');
    const key = decodeURIComponent(id);
    if (what === 'calls' && action) return command(key, action, body);
    if (what === 'calls') return dial(body);
    if (what === 'available_phone_numbers') {
      const area = query.get('filter[national_destination_code]') ?? '';
      return { data: market.filter((each) => each.startsWith(`+1${area}`)).map((phone_number) => ({ phone_number })) };
    }
    if (what === 'number_orders' && id) return { data: Object.assign(orders.get(key) ?? {}, { status: 'success' }) };
    if (what === 'number_orders') return order(body);
    if (what === 'phone_numbers' && id) return number(key, method, body);
    if (what === 'phone_numbers') {
      const [[filter = '', value] = []] = [...query].filter(([name]) => name.startsWith('filter'));
      const field = filter.slice(7, -1);
      return { data: [...owned.values()].filter((each) => each[field] === value) };
    }
    if (what !== 'messages') return error(404, '10005', 'Resource not found');
    if (body['to'] === '+15005550010') return error(400, '40300', 'Blocked due to STOP message');
    const text = { id: randomUUID(), body };
    texts.push(text);
    return { data: { id: text.id, to: [{ phone_number: body['to'], status: 'queued' }] } };
  }

  function dial(body: Body): Body {
    if (!/^\+[1-9]\d{6,14}$/.test(body['to'])) return error(422, '10016', 'Phone number must be in +E164 format');
    const call = newCall(body, body['webhook_url']);
    dialledCalls.push(call);
    return {
      data: { call_control_id: call.id, call_leg_id: randomUUID(), call_session_id: randomUUID(), is_alive: false },
    };
  }

  function answer(response: ServerResponse, reply: Body): void {
    response.writeHead(reply['errors'] ? Number(reply['status']) : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(reply));
  }

  const server = createServer((incoming, response) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const url = new URL(incoming.url ?? '/', 'http://telnyx');
      const text = String(Buffer.concat(parts));
      const request = {
        method: incoming.method ?? '',
        path: url.pathname.replace(/^\/v2/, ''),
        body: text === '' ? {} : (JSON.parse(text) as Body),
      };
      requests.push(request);
      const fault = faults.shift();
      const reply =
        incoming.headers.authorization !== `Bearer ${apiKey}`
          ? error(401, '10009', 'Authentication failed')
          : typeof fault === 'object'
            ? error(fault.status, fault.code, fault.title)
            : carryOut(request.method, request.path, url.searchParams, request.body);
      for (const look of [...waiting]) look();
      if (fault === 'cut') response.destroy();
      else answer(response, reply);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    apiKey,
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64'),
    requests,
    fail: (fault) => void faults.push(fault),
    async dialled(nth) {
      await until(() => dialledCalls.length >= nth);
      return dialledCalls[nth - 1]!;
    },
    async callIn(webhookUrl, payload) {
      const call = newCall(payload, webhookUrl);
      await call.tell('call.initiated', { direction: 'incoming', state: 'parked', ...payload });
      return call;
    },
    until,
    post,
    market,
    owned,
    texts,
  };
}

function error(status: number, code: string, title: string): Body {
  return { status, errors: [{ code, title, detail: title }] };
}
