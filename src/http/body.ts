// Request bodies: JSON as clients really send it. What an operation makes of its body is decided later, in api.ts.

import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { invalidRequest, jsonFault, jsonTextFault, type FormField } from '../contract/index.ts';
import { readForm, type FormLimits } from './multipart.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Of routes that take multipart/form-data: what each field is. */
    form?: Record<string, FormField> | undefined;
  }
}

/** Where uploads wait for their request's answer, and how much they may be. */
export interface Uploads {
  folder: string;
  limits?: Partial<FormLimits>;
}

/** A body that was not JSON: its content type decides the error text. */
export class OtherBody {
  readonly contentType: string;
  constructor(contentType: string) {
    this.contentType = contentType;
  }
}

/** The largest request: prompts with tools are a few hundred kB, flows a few MB. */
export const BODY_LIMIT_BYTES = 8 * 1024 * 1024;
/** For doors without a key: nothing they do needs a body, and nobody there may make us parse one. */
export const NO_BODY_LIMIT_BYTES = 1024;

/**
 * - JSON: an empty body counts as none, because the Python SDK sends `content-type: application/json` with nothing;
 * - no content type: read as JSON;
 * - a form, where the route takes one: its files stream to `uploads`;
 * - anything else: taken in and kept as `OtherBody`.
 */
export function readBodies(app: FastifyInstance, uploads: Uploads): void {
  app.removeAllContentTypeParsers();
  const options = { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES } as const;
  app.addContentTypeParser<Buffer>(/^application\/(?:json|[\w.-]+\+json)\b/i, options, (_request, body, done) => {
    try {
      done(null, parseJson(body));
    } catch (error) {
      done(error as Error);
    }
  });
  app.addContentTypeParser(/^multipart\/form-data\b/i, async (request: FastifyRequest, payload: IncomingMessage) => {
    const { form: fields } = request.routeOptions.config;
    if (fields) return readForm(payload, request.headers, { ...uploads, fields });
    payload.resume();
    return new OtherBody(request.headers['content-type'] ?? '');
  });
  app.addContentTypeParser<Buffer>('*', options, (request, body, done) => {
    const contentType = request.headers['content-type'] ?? '';
    try {
      if (contentType === '') done(null, parseJson(body));
      else done(null, body.length === 0 ? undefined : new OtherBody(contentType));
    } catch (error) {
      done(error as Error);
    }
  });
}

function parseJson(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  refuse(jsonTextFault(body));
  const value = parse(decode(body));
  refuse(jsonFault(value));
  return value;
}

function refuse(fault: string | null): void {
  if (fault) throw invalidRequest(fault);
}

function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw invalidRequest('The body is not UTF-8.');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8's own words quote the body, which may be private.
    const position = /at position (\d+)/.exec((error as Error).message)?.[1];
    throw invalidRequest(`The body is not JSON${position === undefined ? '' : `: see character ${position}`}.`);
  }
}
