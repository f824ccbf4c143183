// Web calls over plain HTTP signalling: a browser brings its offer, the call's access token says which call it may join. No key is asked for.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { invalidRequest, noSuchRoute } from '../contract/index.ts';
import type { GatewayAnswer, GatewayAsk, GatewayCandidate, WebCallGateway } from '../interfaces/gateway.ts';
import { NO_BODY_LIMIT_BYTES } from './body.ts';
import type { HttpDeps } from './deps.ts';

const SESSIONS = '/webrtc-proxy/:call_id/v1/webrtc/sessions';
const SESSION = `${SESSIONS}/:session_id`;
/** An offer of a browser has a few kB. */
const BODY_LIMIT = 128 * 1024;
const MAX_TOKEN_CHARACTERS = 4_000;
const MAX_CANDIDATES = 50;
const MAX_CANDIDATE_CHARACTERS = 1_000;

export function serveWebrtcProxy(app: FastifyInstance, { gateway }: Pick<HttpDeps, 'gateway'>): void {
  app.post(SESSIONS, { bodyLimit: BODY_LIMIT }, async (request, reply) => {
    const sdp = sdpOf(fieldsOf(request));
    if (sdp === undefined) throw invalidRequest('sdp: expected the text of an offer.');
    return answer(reply.code(201), await theGateway(gateway, request).open({ ...askOf(request), sdp }));
  });
  app.patch(SESSION, { bodyLimit: BODY_LIMIT }, async (request, reply) => {
    const fields = fieldsOf(request);
    const sdp = sdpOf(fields);
    const change = { ...(sdp === undefined ? {} : { sdp }), candidates: candidatesOf(fields) };
    return answer(reply, await theGateway(gateway, request).change({ ...sessionAskOf(request), ...change }));
  });
  app.delete(SESSION, { bodyLimit: NO_BODY_LIMIT_BYTES }, async (request, reply) => {
    const left = await theGateway(gateway, request).leave(sessionAskOf(request));
    return left.ok ? reply.code(204).send() : answer(reply, left);
  });
  // Questions of browsers whether they may ask; headers.ts has answered already.
  for (const url of [SESSIONS, SESSION])
    app.options(url, { bodyLimit: NO_BODY_LIMIT_BYTES }, async (_request, reply) => reply.code(204).send());
}

function theGateway(gateway: WebCallGateway | null, request: FastifyRequest): WebCallGateway {
  if (!gateway) throw noSuchRoute(request.method, request.url);
  return gateway;
}

function askOf(request: FastifyRequest): GatewayAsk {
  const { call_id = '' } = request.params as { call_id?: string };
  const token = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
  return { callId: call_id, token: token === undefined || token.length > MAX_TOKEN_CHARACTERS ? null : token };
}

function sessionAskOf(request: FastifyRequest): GatewayAsk & { sessionId: string } {
  const { session_id = '' } = request.params as { session_id?: string };
  return { ...askOf(request), sessionId: session_id };
}

function fieldsOf({ body }: FastifyRequest): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw invalidRequest('The body must be a JSON object.');
  return body as Record<string, unknown>;
}

function sdpOf({ sdp }: Record<string, unknown>): string | undefined {
  if (sdp === undefined || sdp === null) return undefined;
  if (typeof sdp !== 'string') throw invalidRequest(`sdp: expected text, got ${typeof sdp}.`);
  return sdp;
}

/** `candidates`, or one `candidate`, as browsers make them: an object or its text. */
function candidatesOf({ candidates, candidate }: Record<string, unknown>): GatewayCandidate[] {
  const given: unknown = candidates ?? (candidate == null ? [] : [candidate]);
  if (!Array.isArray(given) || given.length > MAX_CANDIDATES)
    throw invalidRequest(`candidates: expected an array of at most ${MAX_CANDIDATES}.`);
  return given.map((each: unknown, i) => candidateOf(each, `candidates[${i}]`));
}

function candidateOf(given: unknown, where: string): GatewayCandidate {
  const fields = (typeof given === 'string' ? { candidate: given } : given) as Record<string, unknown> | null;
  const { candidate, sdpMid, sdpMLineIndex } = fields ?? {};
  if (typeof candidate !== 'string' || candidate.length > MAX_CANDIDATE_CHARACTERS)
    throw invalidRequest(`${where}: expected a candidate of at most ${MAX_CANDIDATE_CHARACTERS} characters.`);
  return {
    candidate,
    sdpMid: typeof sdpMid === 'string' ? sdpMid : null,
    sdpMLineIndex: typeof sdpMLineIndex === 'number' ? sdpMLineIndex : null,
  };
}

function answer(reply: FastifyReply, given: GatewayAnswer<object>): FastifyReply {
  reply.header('content-type', 'application/json; charset=utf-8');
  if (!given.ok) return reply.code(given.status).send(JSON.stringify({ status: 'error', message: given.message }));
  const { ok: _, ...body } = given;
  return reply.send(JSON.stringify(body));
}
