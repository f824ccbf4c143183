// A whole HTTP server over a real database, with scripted voices, listening on a free port.

import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { createValidators } from '../../src/contract/index.ts';
import { createHttpServer, type HttpDeps } from '../../src/http/index.ts';
import type { Handlers } from '../../src/http/api.ts';
import { silentLog, type Log } from '../../src/interfaces/log.ts';
import type { CatalogueVoice } from '../../src/interfaces/providers.ts';
import { createEgress } from '../../src/egress/index.ts';
import { createCodeRunner } from '../../src/sandbox/index.ts';
import { createScriptedMind } from '../../src/providers/scripted/index.ts';
import { createEnvelope, webhookKey, type Envelope } from '../../src/resources/api-key/index.ts';
import { createAccessTokens } from '../../src/resources/call/access-token.ts';
import { createFileLinks } from '../../src/resources/file/index.ts';
import type { ResourceDeps } from '../../src/resources/deps.ts';
import { prepareFirstWorkspace } from '../../src/resources/workspace/index.ts';
import { openDatabase } from '../../src/storage/index.ts';
import { createLocalBlobs } from '../../src/storage/blobs.ts';
import { testDatabase, type TestDatabase } from './database.ts';

export interface TestServer {
  app: FastifyInstance;
  /** Without a slash at the end. */
  url: string;
  /** Of the first workspace. */
  key: string;
  workspaceId: string;
  database: TestDatabase;
  envelope: Envelope;
  deps: HttpDeps;
  /** What tests may move. */
  clock: { now: number };
  /** Sends a request with the key; a `body` that is not text goes as JSON. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The body as JSON; undefined when it is none. */
  json: any;
}

export interface TestServerOptions {
  http?: Partial<HttpDeps>;
  resources?: Partial<ResourceDeps>;
  handlers?: Handlers;
  log?: Log;
  /** Another server over the same database, with connections of its own. */
  beside?: TestServer;
}

export const TEST_VOICES: CatalogueVoice[] = [
  {
    voice_id: '11labs-Adrian',
    voice_name: 'Adrian',
    provider: 'elevenlabs',
    gender: 'male',
    accent: 'American',
    available: false,
  },
  { voice_id: 'openai-Alloy', voice_name: 'Alloy', provider: 'openai', gender: 'female', available: false },
  { voice_id: 'local-joe', voice_name: 'Joe', provider: 'local', gender: 'male', age: 'Middle Aged', available: true },
];

/** Compiling them takes longer than most tests. */
const validators = createValidators();

/** `t`: the test's context; everything goes with it. */
export async function testServer(
  t: { after(run: () => Promise<void>): void },
  options: TestServerOptions = {},
): Promise<TestServer> {
  // What was opened last is closed first.
  const closers: (() => Promise<void>)[] = [];
  const own = { after: (run: () => Promise<void>) => void closers.unshift(run) };
  t.after(async () => {
    for (const close of closers) await close();
  });
  const folder = await mkdtemp(join(tmpdir(), 'ringback-http-'));
  own.after(() => rm(folder, { recursive: true, force: true }));
  const database = options.beside ? await sameDatabase(own, options.beside) : await testDatabase(own);
  const clock = options.beside?.clock ?? { now: Date.now() };
  const now = (): number => clock.now;
  const envelope = createEnvelope(Buffer.alloc(32, 7));
  const { workspace, newKey } = await prepareFirstWorkspace({ db: database.db, envelope, now });
  const blobs = createLocalBlobs(join(folder, 'files'));
  const log = options.log ?? silentLog;
  const code = createCodeRunner({ log });
  own.after(() => code.close());
  const resources: ResourceDeps = {
    db: database.db,
    now,
    log,
    voices: () => TEST_VOICES,
    thinking: () => ({
      use: createScriptedMind({ turns: [] }),
      provider: 'scripted',
      name: 'script',
      substituted: null,
    }),
    voiceLibrary: null,
    telephony: null,
    egress: createEgress({ allow: ['127.0.0.0/8'] }),
    code,
    webhookKey: (workspaceId) => webhookKey({ db: database.db, envelope }, workspaceId),
    envelope,
    blobs,
    publicUrl: 'http://ringback.test',
    fileLinks: createFileLinks({ publicUrl: 'http://ringback.test', secret: envelope.derive('files'), now }),
    accessTokens: createAccessTokens(envelope.derive('access token'), now),
    agentStreamUrl: (workspaceId, agentId) => `ws://ringback.test/${workspaceId}/${agentId}`,
    liveCall: () => undefined,
    callLine: null,
    ...options.resources,
  };
  const deps: HttpDeps = {
    resources,
    envelope,
    blobs,
    now,
    log,
    health: async () => ({ ok: true, body: { status: 'ok' } }),
    metrics: async () => ({ contentType: 'text/plain', body: 'up 1\n' }),
    metricsToken: null,
    webCalls: null,
    gateway: null,
    carriers: null,
    files: { dashboardDir: join(folder, 'dashboard'), webClientDir: join(folder, 'web-client') },
    uploads: { folder: join(folder, 'uploads') },
    rateLimits: null,
    recaptchaUrl: 'http://127.0.0.1:9/recaptcha',
    trustProxy: false,
    tls: null,
    checkAnswers: true,
    warmUp: false,
    validators,
    ...options.http,
  };
  const app = await createHttpServer(deps, options.handlers);
  own.after(() => app.close());
  await app.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const key = newKey ?? options.beside?.key ?? '';
  return {
    app,
    url,
    key,
    workspaceId: workspace.workspace_id,
    database,
    envelope,
    deps,
    clock,
    send: (method, path, body, headers) => send(url, key, method, path, body, headers),
  };
}

async function sameDatabase(
  t: { after(run: () => Promise<void>): void },
  { database }: TestServer,
): Promise<TestDatabase> {
  const opened = await openDatabase({ url: database.url, log: silentLog });
  t.after(() => opened.close());
  return { ...opened, db: opened.http };
}

async function send(
  url: string,
  key: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(`${url}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: raw ? (body as string) : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: jsonOf(text) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
