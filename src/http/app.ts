// The HTTP application: routes, checks and error shape around the resources. It does not listen; main.ts does.

import type { IncomingMessage } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { createKeyRing } from '../resources/api-key/index.ts';
import { answerBrokenRequest, answerErrors, sendError } from './error-response.ts';
import { serveApi, type Handlers } from './api.ts';
import { BODY_LIMIT_BYTES, readBodies } from './body.ts';
import { isMonitorPath } from './call-monitor.ts';
import { refuseWhileClosing } from './closing.ts';
import type { HttpDeps } from './deps.ts';
import { openDoors } from './doors.ts';
import { protect } from './headers.ts';

const REQUEST_TIMEOUT_MS = 120_000;
/** Longer than what load balancers keep, so that they close first. */
const KEEP_ALIVE_MS = 75_000;
const MAX_PARAMETER_CHARACTERS = 1_000;

/**
 * Builds the application, ready to listen. `app.server` is Node's own, for upgrades to sockets. `app.close()` waits for requests that
 * run and ends idle connections.
 */
export async function createHttpServer(deps: HttpDeps, handlers?: Handlers): Promise<FastifyInstance> {
  const options: FastifyServerOptions = {
    logger: false,
    trustProxy: trusted(deps.trustProxy),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: MAX_PARAMETER_CHARACTERS },
    clientErrorHandler: (error, socket) => answerBrokenRequest(error, socket),
    frameworkErrors: (error, request, reply) => void sendError(deps.log, error, request as never, reply as never),
  };
  // The typings know an application as http or https; for us both are the same.
  const app: FastifyInstance = Fastify({ ...options, ...serverOptions(deps) } as FastifyServerOptions);
  answerErrors(app, deps.log);
  refuseWhileClosing(app);
  readBodies(app, deps.uploads);
  protect(app);
  app.addHook('onResponse', async (request, reply) => {
    const { url: route } = request.routeOptions;
    deps.log.debug({ method: request.method, route, status: reply.statusCode, tookMs: reply.elapsedTime }, 'request');
  });
  const keys = createKeyRing({ db: deps.resources.db, now: deps.now, log: deps.log });
  app.addHook('onClose', () => keys.close());
  serveApi(app, { ...deps, keys }, handlers);
  await openDoors(app, { ...deps, keys });
  await app.ready();
  return app;
}

/** Sockets are for calls alone: any other wish to upgrade (HTTP/2 by most clients) is answered as if it had not been said. */
function serverOptions({ tls, webCalls, carriers }: HttpDeps): object {
  const shouldUpgradeCallback = (request: IncomingMessage): boolean =>
    request.headers.upgrade?.toLowerCase() === 'websocket' &&
    ((webCalls !== null && (/^\/rtc(?![^/?])/.test(request.url ?? '') || isMonitorPath(request.url ?? ''))) ||
      carriers?.isMediaPath(request.url ?? '') === true);
  // Ours says so in the shape of errors (host.ts).
  const options = { shouldUpgradeCallback, requireHostHeader: false };
  return tls ? { https: { ...tls, ...options } } : { http: options };
}

/** A number counts the proxies before us. */
function trusted(setting: HttpDeps['trustProxy']): NonNullable<FastifyServerOptions['trustProxy']> {
  return typeof setting === 'number' ? (_address: string, hop: number) => hop < setting : setting;
}
