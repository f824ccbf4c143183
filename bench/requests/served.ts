// A process that serves get-agent: ours with everything around it, or a bare Fastify route that does the same one indexed read.

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import pg from 'pg';
import { createHttpServer, type HttpDeps } from '../../src/http/index.ts';
import { silentLog } from '../../src/interfaces/log.ts';
import { createEnvelope } from '../../src/resources/api-key/index.ts';
import { openDatabase } from '../../src/storage/index.ts';
import type { ServedOrder } from './orders.ts';

/** As many as a test can count to: limits are on, and never reached. */
const LIMIT = 1e9;

if (process.send !== undefined)
  process.once('message', (order: ServedOrder) => {
    const serve = order.how === 'ours' ? ours : bare;
    void serve(order).then((port) => process.send?.({ port }));
  });

async function ours({ databaseUrl, folder }: ServedOrder): Promise<number> {
  const database = await openDatabase({ url: databaseUrl, log: silentLog });
  const envelope = createEnvelope(Buffer.alloc(32, 7));
  const deps = {
    resources: { db: database.http, now: Date.now, log: silentLog, envelope, publicUrl: 'http://127.0.0.1' },
    envelope,
    now: Date.now,
    log: silentLog,
    webCalls: null,
    gateway: null,
    metricsToken: null,
    recaptchaUrl: '',
    uploads: { folder },
    files: { dashboardDir: folder, webClientDir: folder },
    rateLimits: { call: LIMIT, 'call-error': LIMIT, list: LIMIT, general: LIMIT, 'llm-playground': LIMIT },
    trustProxy: false,
    tls: null,
    checkAnswers: false,
    warmUp: true,
  } as unknown as HttpDeps;
  return listening((await createHttpServer(deps)).server);
}

/** What such an answer costs at least: one query, one text. */
async function bare({ databaseUrl, workspaceId }: ServedOrder): Promise<number> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 8 });
  const app = Fastify();
  app.get('/get-agent/:agent_id', async (request, reply) => {
    const { agent_id } = request.params as { agent_id: string };
    const { rows } = await pool.query(
      `select * from agents where workspace_id = $1 and agent_id = $2 and channel = 'voice' order by version desc limit 1`,
      [workspaceId, agent_id],
    );
    const { config, ...row } = rows[0] as { config: object };
    return reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify({ ...row, ...config }));
  });
  await app.ready();
  return listening(app.server);
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
