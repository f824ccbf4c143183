// The voice libraries of four vendors on the wire: what they are asked, and how they refuse.

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Scope } from '../scope.ts';
import { goodKey } from './vendor-server.ts';

export interface LibraryRequest {
  /** `POST /v1/voices/add` */
  route: string;
  query: Record<string, string>;
  headers: IncomingMessage['headers'];
  /** Fields of a form, a file by its name and type; or JSON. */
  body: Record<string, unknown>;
}

export interface FakeLibrary {
  url: string;
  readonly requests: LibraryRequest[];
  /** The next answers: a status with a body, `cut`, or null for the usual. */
  fail(fault: { status: number; body: string } | 'cut' | 'garbage' | null): void;
}

type Answers = Record<string, (request: LibraryRequest) => object | { status: number; json: object }>;

/** `answers` by route; a route that is not there is 404. */
async function startLibrary(
  t: Scope,
  isAllowed: (headers: IncomingMessage['headers']) => boolean,
  answers: Answers,
): Promise<FakeLibrary> {
  const requests: LibraryRequest[] = [];
  let fault: Parameters<FakeLibrary['fail']>[0] = null;
  const server = createServer((incoming, response) => {
    void read(incoming).then((request) => {
      requests.push(request);
      if (fault === 'cut') return void incoming.socket.destroy();
      if (fault === 'garbage') return void response.end('<html>502</html>');
      if (fault) return void send(response, fault.status, fault.body);
      if (!isAllowed(incoming.headers))
        return void send(
          response,
          401,
          `{"detail":{"message":"invalid key ${String(incoming.headers['xi-api-key'])}"}}`,
        );
      const answer = answers[request.route];
      if (!answer) return void send(response, 404, '{"detail":{"status":"voice_not_found","message":"no such voice"}}');
      send(response, 200, JSON.stringify(answer(request)));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, requests, fail: (next) => (fault = next) };
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}

async function read(incoming: IncomingMessage): Promise<LibraryRequest> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const raw = Buffer.concat(parts);
  const url = new URL(incoming.url ?? '/', 'http://fake');
  const type = incoming.headers['content-type'] ?? '';
  const body: Record<string, unknown> = {};
  if (type.startsWith('multipart/')) {
    const form = await new Response(raw, { headers: { 'content-type': type } }).formData();
    for (const name of new Set(form.keys())) {
      const shown = form
        .getAll(name)
        .map((value) => (typeof value === 'string' ? value : `${value.name} ${value.type}`));
      body[name] = shown.length === 1 ? shown[0] : shown;
    }
  } else if (raw.length > 0) {
    Object.assign(body, JSON.parse(String(raw)));
  }
  return {
    route: `${incoming.method} ${url.pathname}`,
    query: Object.fromEntries(url.searchParams),
    headers: incoming.headers,
    body,
  };
}

const byBearer = (headers: IncomingMessage['headers']) => headers.authorization === `Bearer ${goodKey}`;

export function startFakeElevenLabsLibrary(t: Scope): Promise<FakeLibrary> {
  const voice = {
    voice_id: 'el-new-voice',
    name: 'Ada',
    labels: { gender: 'male', accent: 'british', age: 'old', use_case: 'news' },
    preview_url: 'https://example.com/ada.mp3',
  };
  return startLibrary(t, (headers) => headers['xi-api-key'] === goodKey, {
    'GET /v1/shared-voices': () => ({
      voices: [
        { voice_id: 'el-shared', public_owner_id: 'owner-1', name: 'Ada', description: 'Calm.', gender: 'male' },
        { voice_id: 'el-bare', public_owner_id: 'owner-2', name: 'Bo', description: null },
      ],
      has_more: false,
    }),
    'POST /v1/voices/add/owner-1/el-shared': () => ({ voice_id: voice.voice_id }),
    'POST /v1/voices/add': () => ({ voice_id: voice.voice_id, requires_verification: false }),
    'GET /v1/voices/el-new-voice': () => voice,
  });
}

export function startFakeCartesia(t: Scope): Promise<FakeLibrary> {
  const voice = {
    id: 'ca-1',
    name: 'Cleo',
    description: 'Warm.',
    gender: 'masculine',
    language: 'en',
    is_public: true,
  };
  return startLibrary(t, byBearer, {
    'GET /voices': () => ({ data: [voice], has_more: false }),
    'GET /voices/ca-1': () => voice,
    'POST /voices/clone': () => ({ ...voice, id: 'ca-2', gender: null }),
  });
}

/** Refuses with status 200 and a code of its own. */
export function startFakeMiniMax(t: Scope): Promise<FakeLibrary> {
  const fine = { base_resp: { status_code: 0, status_msg: 'success' } };
  return startLibrary(t, byBearer, {
    'POST /v1/get_voice': () => ({
      system_voice: [
        { voice_id: 'mm-1', voice_name: 'Mia', description: ['Bright', 'young'] },
        { voice_id: 'mm-2', voice_name: 'Nils', description: [] },
      ],
      ...fine,
    }),
    'POST /v1/files/upload': () => ({ file: { file_id: 77 }, ...fine }),
    'POST /v1/voice_clone': ({ body }) =>
      body.file_id === 77 ? fine : { base_resp: { status_code: 2013, status_msg: 'invalid params' } },
  });
}

export function startFakeFishAudio(t: Scope): Promise<FakeLibrary> {
  const model = { _id: 'fa-1', title: 'Finn', description: '', samples: [{ audio: 'https://example.com/finn.mp3' }] };
  return startLibrary(t, byBearer, {
    'GET /model': () => ({ total: 1, items: [model] }),
    'GET /model/fa-1': () => model,
    'POST /model': () => ({ ...model, _id: 'fa-2', samples: [] }),
  });
}
