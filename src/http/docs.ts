// The contract for people and for tools: /docs, /openapi.yaml, /openapi.json.

import type { FastifyInstance } from 'fastify';
import { OPERATIONS, readContractDocument } from '../contract/index.ts';
import { referencePage } from './docs-page.ts';
import { OPERATION_HANDLERS } from './operations.ts';

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
    page ??= referencePage(
      JSON.parse(json),
      new Set<string>(OPERATIONS.map(({ id }) => id).filter((id) => !(id in OPERATION_HANDLERS))),
    );
    return reply.header('content-type', 'text/html; charset=utf-8').send(page);
  });
}
