// The contract for people and for tools: /docs, /openapi.yaml, /openapi.json.

import type { FastifyInstance } from 'fastify';
import { readContractDocument } from '../contract/index.ts';
import { referencePage } from './docs-page.ts';
import { NOT_YET } from './not-yet.ts';

export async function serveDocs(app: FastifyInstance): Promise<void> {
  const { yaml, json } = await readContractDocument();
  let page: string | undefined;
  app.get('/openapi.yaml', async (_request, reply) =>
    reply.header('content-type', 'application/yaml; charset=utf-8').send(yaml),
  );
  app.get('/openapi.json', async (_request, reply) =>
    reply.header('content-type', 'application/json; charset=utf-8').send(json),
  );
  app.get('/docs', async (_request, reply) => {
    page ??= referencePage(JSON.parse(json), new Set<string>(NOT_YET));
    return reply.header('content-type', 'text/html; charset=utf-8').send(page);
  });
}
