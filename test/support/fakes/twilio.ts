// Twilio as its documents describe it: https://www.twilio.com/docs/voice/api/call-resource, /docs/phone-numbers/api, /docs/messaging/api,
// /docs/usage/security. Calls do only what a test lets them do; what TwiML says is carried out at once.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHmac, randomBytes } from 'node:crypto';
import type { Scope } from '../scope.ts';
import { openFakeStream, twilioNames, type FakeStream } from './media-stream.ts';

export interface TwilioRequest {
  method: string;
  /** Below the account. */
  path: string;
  form: URLSearchParams;
  query: URLSearchParams;
}

/** `cut`: carried out, but the answer never comes. `dead`: the connection dies before anything is done. `mute`: nothing comes. */
export type TwilioFault = { status: number; code?: number; message?: string } | 'cut' | 'dead' | 'mute';

export interface FakeTwilioCall {
  readonly sid: string;
  readonly form: URLSearchParams;
  /** Sends a status callback, signed; gives the HTTP status. */
  tell(status: string, more?: Record<string, string>): Promise<number>;
  /** Somebody picked up: the TwiML of the dialling is carried out. */
  answer(): Promise<FakeStream>;
  /** Of a call that comes in: what was decided, `stream`, `reject`, `hangup`, `nothing`. */
  outcome: string | null;
  stream: FakeStream | null;
  /** TwiML that was put in its place by the API. */
  readonly updates: string[];
  isOver: boolean;
}

export interface FakeTwilio {
  url: string;
  accountSid: string;
  authToken: string;
  readonly requests: TwilioRequest[];
  /** For the next request that it holds for, once. */
  fail(fault: TwilioFault, when?: (request: TwilioRequest) => boolean): void;
  /** The call that was dialled so many-th, as soon as it is. */
  dialled(nth: number): Promise<FakeTwilioCall>;
  /** Resolves when it holds; looked at after each request. */
  until(holds: () => boolean): Promise<void>;
  /** Somebody calls a number whose voice webhook is this; resolves when it is decided. */
  callIn(voiceUrl: string, fields: { From: string; To: string } & Record<string, string>): Promise<FakeTwilioCall>;
  /** A webhook of a carrier, signed for `as` (default: its own address). */
  post(url: string, form: Record<string, string>, more?: { signature?: string | null; as?: string }): Promise<Response>;
  /** Numbers that are to be had, and those of the account by their SIDs. */
  readonly market: string[];
  readonly owned: Map<string, { phone_number: string; friendly_name: string; form: URLSearchParams }>;
  readonly texts: { sid: string; form: URLSearchParams }[];
}

export async function startFakeTwilio(t: Scope): Promise<FakeTwilio> {
  const accountSid = `AC${randomBytes(16).toString('hex')}`;
  const authToken = randomBytes(16).toString('hex');
  const requests: TwilioRequest[] = [];
  const faults: { fault: TwilioFault; when: (request: TwilioRequest) => boolean }[] = [];
  const calls = new Map<string, FakeTwilioCall>();
  const dialledCalls: FakeTwilioCall[] = [];
  const waiting = new Set<() => void>();
  const market: string[] = [];
  const owned: FakeTwilio['owned'] = new Map();
  const texts: FakeTwilio['texts'] = [];

  function until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!holds()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  }
  const looked = (): void => {
    for (const look of [...waiting]) look();
  };

  /** https://www.twilio.com/docs/usage/security#validating-requests */
  function sign(url: string, form: Record<string, string>): string {
    const text = Object.keys(form)
      .sort()
      .reduce((sum, name) => sum + name + form[name], url);
    return createHmac('sha1', authToken).update(text).digest('base64');
  }

  async function post(
    url: string,
    form: Record<string, string>,
    { signature, as = url }: { signature?: string | null; as?: string } = {},
  ): Promise<Response> {
    const proof = signature === undefined ? sign(as, form) : signature;
    return fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        'user-agent': 'TwilioProxy/1.1',
        ...(proof === null ? {} : { 'x-twilio-signature': proof }),
      },
      body: new URLSearchParams(form),
    });
  }

  function newCall(form: URLSearchParams, direction: string): FakeTwilioCall {
    const sid = `CA${randomBytes(16).toString('hex')}`;
    let sequence = 0;
    const call: FakeTwilioCall = {
      sid,
      form,
      updates: [],
      outcome: null,
      stream: null,
      isOver: false,
      async tell(status, more = {}) {
        const fields = {
          AccountSid: accountSid,
          ApiVersion: '2010-04-01',
          CallSid: sid,
          CallStatus: status,
          CallbackSource: 'call-progress-events',
          Direction: direction,
          From: form.get('From') ?? '',
          To: form.get('To') ?? '',
          SequenceNumber: String(sequence++),
          Timestamp: new Date(0).toUTCString(),
          ...more,
        };
        return (await post(form.get('StatusCallback') ?? '', fields)).status;
      },
      async answer() {
        call.stream = await openFakeStream(streamUrl(form.get('Twiml') ?? ''), twilioNames(sid, { accountSid }));
        return call.stream;
      },
    };
    calls.set(sid, call);
    return call;
  }

  function dial(form: URLSearchParams): object {
    const call = newCall(form, 'outbound-api');
    dialledCalls.push(call);
    return { sid: call.sid, account_sid: accountSid, status: 'queued', direction: 'outbound-api', to: form.get('To') };
  }

  function updateCall(sid: string, form: URLSearchParams): object | Refusal {
    const call = calls.get(sid);
    if (!call) return refusal(404, 20404, `The requested resource /Calls/${sid}.json was not found`);
    if (call.isOver) return refusal(400, 21220, 'Call is not in-progress. Cannot redirect.');
    const twiml = form.get('Twiml');
    if (twiml !== null) call.updates.push(twiml);
    if (form.get('Status') === 'completed') call.isOver = true;
    call.stream?.stop();
    return { sid, status: 'in-progress' };
  }

  function numbers(method: string, sid: string | undefined, { form, query }: TwilioRequest): object | Refusal | null {
    if (method === 'GET') {
      const wanted = query.get('FriendlyName');
      const found = [...owned].filter(([, { friendly_name }]) => wanted === null || friendly_name === wanted);
      return { incoming_phone_numbers: found.map(([id, number]) => ({ sid: id, ...number, form: undefined })) };
    }
    if (sid === undefined) {
      const phone_number = form.get('PhoneNumber') ?? '';
      if (!market.includes(phone_number)) return refusal(400, 21422, `${phone_number} is not available`);
      market.splice(market.indexOf(phone_number), 1);
      const id = `PN${randomBytes(16).toString('hex')}`;
      owned.set(id, { phone_number, friendly_name: form.get('FriendlyName') ?? '', form });
      return { sid: id, phone_number };
    }
    const number = owned.get(sid);
    if (!number) return refusal(404, 20404, 'The requested resource was not found');
    if (method === 'DELETE') {
      owned.delete(sid);
      return null;
    }
    number.friendly_name = form.get('FriendlyName') ?? number.friendly_name;
    return { sid, phone_number: number.phone_number };
  }

  function carryOut(request: TwilioRequest): object | Refusal | null {
    const { method, path, form, query } = request;
    const [, what = '', id] = /^\/([A-Za-z]+)(?:\/([^.]+))?\.json$/.exec(path) ?? [];
    if (what === 'Calls') return id === undefined ? dialOrRefuse(form) : updateCall(id, form);
    if (what === 'IncomingPhoneNumbers') return numbers(method, id, request);
    if (what === 'AvailablePhoneNumbers') {
      const area = query.get('AreaCode');
      const found = market.filter((number) => area === null || number.startsWith(`+1${area}`));
      return { available_phone_numbers: found.map((phone_number) => ({ phone_number })) };
    }
    if (what === 'Messages') return sendText(form);
    return refusal(404, 20404, `The requested resource ${path} was not found`);
  }

  function dialOrRefuse(form: URLSearchParams): object | Refusal {
    const to = form.get('To') ?? '';
    if (!/^(\+[1-9]\d{6,14}|sips?:\S+)$/.test(to)) return refusal(400, 21211, `Invalid 'To' Phone Number: ${to}`);
    if (to.startsWith('+53')) return refusal(400, 21215, `Account not authorized to call ${to}`);
    return dial(form);
  }

  function sendText(form: URLSearchParams): object | Refusal {
    const to = form.get('To') ?? '';
    if (to === '+15005550010') return refusal(400, 21610, 'Attempt to send to unsubscribed recipient');
    if (to === '+15005550009') return refusal(400, 21614, `'To' number is not a valid mobile number`);
    const sid = `SM${randomBytes(16).toString('hex')}`;
    texts.push({ sid, form });
    return { sid, status: 'queued' };
  }

  function serve(incoming: IncomingMessage, response: ServerResponse, body: string): void {
    const url = new URL(incoming.url ?? '/', 'http://twilio');
    const root = `/2010-04-01/Accounts/${accountSid}`;
    const request: TwilioRequest = {
      method: incoming.method ?? '',
      path: url.pathname.startsWith(root) ? url.pathname.slice(root.length) : url.pathname,
      form: new URLSearchParams(body),
      query: url.searchParams,
    };
    requests.push(request);
    const at = faults.findIndex(({ when }) => when(request));
    const fault = at < 0 ? null : faults.splice(at, 1)[0]!.fault;
    const proof = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
    if (fault === 'mute') return looked();
    if (fault === 'dead') return void (response.destroy(), looked());
    const answer =
      incoming.headers.authorization !== proof
        ? refusal(401, 20003, 'Authenticate')
        : typeof fault === 'object' && fault !== null
          ? refusal(fault.status, fault.code ?? fault.status, fault.message ?? 'told to fail')
          : carryOut(request);
    looked();
    if (fault === 'cut') return void response.destroy();
    if (answer instanceof Refusal) return answer.send(response);
    response.writeHead(answer === null ? 204 : incoming.method === 'POST' ? 201 : 200, {
      'content-type': 'application/json',
    });
    response.end(answer === null ? undefined : JSON.stringify(answer));
  }

  const server = createServer((incoming, response) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => serve(incoming, response, String(Buffer.concat(parts))));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accountSid,
    authToken,
    requests,
    fail: (fault, when = () => true) => void faults.push({ fault, when }),
    async dialled(nth) {
      await until(() => dialledCalls.length >= nth);
      return dialledCalls[nth - 1]!;
    },
    until,
    async callIn(voiceUrl, fields) {
      const form = new URLSearchParams({ ...fields, StatusCallback: voiceUrl.replace(/\/voice$/, '/status') });
      const call = newCall(form, 'inbound');
      const asked = {
        AccountSid: accountSid,
        CallSid: call.sid,
        CallStatus: 'ringing',
        Direction: 'inbound',
        ...fields,
      };
      let next = voiceUrl;
      for (;;) {
        const twiml = await (await post(next, asked)).text();
        const again = /<Redirect[^>]*>([^<]+)</.exec(twiml)?.[1];
        if (again === undefined) {
          await act(call, twiml);
          return call;
        }
        next = unescaped(again);
      }
    },
    post,
    market,
    owned,
    texts,
  };

  async function act(call: FakeTwilioCall, twiml: string): Promise<void> {
    const verb = /<Response>\s*<(\w+)/.exec(twiml)?.[1];
    call.outcome = { Connect: 'stream', Reject: 'reject', Hangup: 'hangup' }[verb ?? ''] ?? 'nothing';
    if (call.outcome === 'reject') call.outcome = `reject ${/reason="(\w+)"/.exec(twiml)?.[1]}`;
    if (call.outcome === 'stream')
      call.stream = await openFakeStream(streamUrl(twiml), twilioNames(call.sid, { accountSid }));
    else call.isOver = true;
  }
}

export function streamUrl(twiml: string): string {
  return unescaped(/<Stream url="([^"]+)"/.exec(twiml)?.[1] ?? '');
}

function unescaped(text: string): string {
  return text.replace(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code)));
}

class Refusal {
  private readonly status: number;
  private readonly code: number;
  private readonly message: string;
  constructor(status: number, code: number, message: string) {
    this.status = status;
    this.code = code;
    this.message = message;
  }
  send(response: ServerResponse): void {
    const { status, code, message } = this;
    const more_info = `https://www.twilio.com/docs/errors/${code}`;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ code, message, more_info, status }));
  }
}

function refusal(status: number, code: number, message: string): Refusal {
  return new Refusal(status, code, message);
}
