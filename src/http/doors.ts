// Every address that answers without a key, in one list. Whatever is not here and not in the contract asks for a key first.

import type { FastifyInstance } from 'fastify';
import type { KeyRing } from '../resources/api-key/index.ts';
import type { HttpDeps } from './deps.ts';
import { serveCarriers } from './carriers.ts';
import { serveDocs } from './docs.ts';
import { serveFiles } from './files.ts';
import { serveHealth } from './health.ts';
import { servePages } from './pages.ts';
import { serveSignIn } from './sign-in.ts';
import { serveWebCalls } from './web-calls.ts';
import { serveWebrtcProxy } from './webrtc-proxy.ts';

/** What they are, for the test that walks them. */
export const DOORS_WITHOUT_KEY = [
  'GET /health', // is the server up
  'GET /metrics', // from this machine or with the metrics token
  'GET /docs', // reference page
  'GET /openapi.yaml',
  'GET /openapi.json',
  'GET /sign-in', // a one-time token
  'POST /sign-out',
  'GET /files/:folder/:name', // 64 unguessable hex digits
  'GET /rtc', // the call's access token
  'GET /rtc/*',
  'POST /webrtc-proxy/:call_id/v1/webrtc/sessions', // the call's access token
  'PATCH /webrtc-proxy/:call_id/v1/webrtc/sessions/:session_id',
  'DELETE /webrtc-proxy/:call_id/v1/webrtc/sessions/:session_id',
  'POST /carriers/*', // the carrier's signature
  'GET /settings/regions', // says that there are none
  'GET /web-client.js', // the browser client
  'GET /web-client.mjs',
  'GET /*', // the pages' own files; their data comes by the API
] as const;

export async function openDoors(app: FastifyInstance, deps: HttpDeps & { keys: KeyRing }): Promise<void> {
  serveHealth(app, deps);
  await serveDocs(app);
  serveSignIn(app, deps);
  serveFiles(app, deps);
  serveWebCalls(app, deps);
  serveWebrtcProxy(app, deps);
  await serveCarriers(app, deps);
  await servePages(app, deps);
}
