// Requests that arrive on connections that are still open while the application closes: refused, in the shape of errors.

import type { FastifyInstance } from 'fastify';
import { ApiError } from '../contract/index.ts';

/** Fastify's own answer must be off (`return503OnClosing: false`). */
export function refuseWhileClosing(app: FastifyInstance): void {
  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
  });
  app.addHook('onRequest', async () => {
    if (isClosing) throw new ApiError('unavailable', 'The server is being stopped.', { retryAfterS: 1 });
  });
}
