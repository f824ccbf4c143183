// The API over a database of its own, as `npm start` has it: the built-in PostgreSQL with its usual settings.

import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { sql } from 'kysely';
import { Agent, request } from 'undici';
import { createEgress } from '../../src/egress/index.ts';
import { createHttpServer } from '../../src/http/index.ts';
import { silentLog } from '../../src/interfaces/log.ts';
import { exportCalls } from '../../src/jobs/export-calls.ts';
import { createEnvelope, webhookKey } from '../../src/resources/api-key/index.ts';
import { createAccessTokens } from '../../src/resources/call/index.ts';
import { createFileLinks } from '../../src/resources/file/index.ts';
import type { ResourceDeps } from '../../src/resources/index.ts';
import { prepareFirstWorkspace } from '../../src/resources/workspace/index.ts';
import { createLocalBlobs, openDatabase } from '../../src/storage/index.ts';

const API_KEY = 'key_of_the_bench_of_calls_0123456789';

export interface CallsServer {
  databaseUrl: string;
  workspaceId: string;
  /** The body, unread. */
  get(path: string): Promise<string>;
  post(path: string, body: object): Promise<string>;
  countCalls(): Promise<number>;
  someCallIds(count: number): Promise<string[]>;
  /** Size of the CSV. */
  exportAll(): Promise<number>;
  close(): Promise<void>;
}

export async function openCallsServer(folder: string): Promise<CallsServer> {
  const database = await openDatabase({ embedded: { dataDir: folder }, log: silentLog });
  const now = Date.now;
  const envelope = createEnvelope(Buffer.alloc(32, 7));
  const { workspace } = await prepareFirstWorkspace({ db: database.http, envelope, now }, API_KEY);
  const blobs = createLocalBlobs(join(folder, 'files'));
  const fileLinks = createFileLinks({ publicUrl: 'http://127.0.0.1', secret: envelope.derive('files'), now });
  const resources = {
    db: database.http,
    now,
    log: silentLog,
    voices: () => [],
    voiceLibrary: null,
    telephony: null,
    egress: createEgress({ allow: [] }),
    webhookKey: (id: string) => webhookKey({ db: database.http, envelope }, id),
    envelope,
    blobs,
    publicUrl: 'http://127.0.0.1',
    fileLinks,
    accessTokens: createAccessTokens(envelope.derive('access token'), now),
    liveCall: () => undefined,
  } as unknown as ResourceDeps;
  const app = await createHttpServer({
    resources,
    envelope,
    blobs,
    now,
    log: silentLog,
    health: async () => ({ ok: true, body: {} }),
    metrics: async () => ({ contentType: 'text/plain', body: '' }),
    metricsToken: null,
    webCalls: null,
    gateway: null,
    carriers: null,
    recaptchaUrl: '',
    uploads: { folder: join(folder, 'uploads') },
    files: { dashboardDir: folder, webClientDir: folder },
    rateLimits: null,
    trustProxy: false,
    tls: null,
    checkAnswers: false,
    warmUp: true,
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const dispatcher = new Agent({ connections: 1 });
  const send = async (method: 'GET' | 'POST', path: string, body?: object): Promise<string> => {
    const answer = await request(origin + path, {
      method,
      dispatcher,
      headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`${method} ${path} answered ${answer.statusCode}: ${text}`);
    return text;
  };
  const workspaceId = workspace.workspace_id;
  return {
    databaseUrl: database.url,
    workspaceId,
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, body),
    countCalls: async () =>
      Number((await sql<{ n: number }>`select count(*) as n from calls`.execute(database.jobs)).rows[0]?.n ?? 0),
    someCallIds: async (count) => {
      const { rows } = await sql<{ call_id: string }>`
        select call_id from calls where left(call_id, 7) = 'call_5a' limit ${count}`.execute(database.jobs);
      return rows.map((row) => row.call_id);
    },
    async exportAll() {
      const made = JSON.parse(
        await (
          await request(`${origin}/create-export-request`, {
            method: 'POST',
            headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
            body: '{}',
          })
        ).body.text(),
      ) as { export_request_id: string };
      const deps = { db: database.jobs, blobs, fileLinks, wallClock: now, log: silentLog };
      await exportCalls(deps, made, new AbortController().signal, 1);
      const { rows } = await sql<{ bytes_written: number }>`
        select bytes_written from export_requests where export_request_id = ${made.export_request_id}`.execute(
        database.jobs,
      );
      return rows[0]?.bytes_written ?? 0;
    },
    async close() {
      await dispatcher.close();
      await app.close();
      await database.close();
    },
  };
}
