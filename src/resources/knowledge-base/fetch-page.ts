// Fetches what stands at an address that somebody gave, through the guarded way out, into a file that is gone afterwards.

import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ApiError } from '../../contract/index.ts';
import { DocumentError } from '../../interfaces/document-reader.ts';
import { EgressError, type EgressStream, type StreamingEgress } from '../../interfaces/egress.ts';
import { readEnds } from '../upload/index.ts';
import { documentKind } from './document-kind.ts';
import type { Robots } from './robots.ts';

export interface FetchedPage {
  /** Where it was found at last. */
  url: string;
  path: string;
  /** As `DocumentToRead.kind`. */
  kind: string;
  charset?: string;
}

export interface FetchPageDeps {
  egress: StreamingEgress;
  robots: Robots;
  /** Of files to be read; made when missing. What a killed process leaves in it is its owner's to take away. */
  folder: string;
}

/** The site cannot give the page now; another time it may. */
export class PageAway extends DocumentError {}

const TIMEOUT_MS = 30_000;
const MAX_BYTES = 50 * 1024 * 1024;
const MAX_REDIRECTS = 5;
const ACCEPT = 'text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.5';

/** Of the answer, while `use` runs. Throws DocumentError in words for people, and the signal's reason. */
export async function withPage<T>(
  deps: FetchPageDeps,
  url: string,
  signal: AbortSignal,
  use: (page: FetchedPage) => Promise<T>,
): Promise<T> {
  await mkdir(deps.folder, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(deps.folder, 'page-'));
  try {
    return await use(await fetchInto(deps, url, join(folder, 'page'), signal));
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof EgressError ? new PageAway(error.message, { cause: error }) : error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function fetchInto(deps: FetchPageDeps, from: string, path: string, signal: AbortSignal): Promise<FetchedPage> {
  let url = from;
  for (let redirects = 0; ; redirects++) {
    if (!(await deps.robots.allows(url, signal)))
      throw new DocumentError('the robots.txt of the site does not allow it');
    const answer = await deps.egress.stream({
      method: 'GET',
      url,
      headers: { accept: ACCEPT },
      timeoutMs: TIMEOUT_MS,
      maxBodyBytes: MAX_BYTES,
      signal,
    });
    const location = answer.headers['location'];
    if (answer.status >= 300 && answer.status < 400 && location !== undefined) {
      await answer.body.cancel();
      if (redirects === MAX_REDIRECTS) throw new DocumentError(`it leads on more than ${MAX_REDIRECTS} times`);
      url = redirectedTo(location, url);
      continue;
    }
    if (answer.status !== 200) {
      await answer.body.cancel();
      const mayReturn = answer.status >= 500 || answer.status === 408 || answer.status === 429;
      throw new (mayReturn ? PageAway : DocumentError)(`the server answered with status ${answer.status}`);
    }
    return keep(answer, url, path);
  }
}

function redirectedTo(location: string, from: string): string {
  if (!URL.canParse(location, from)) throw new DocumentError('it leads on to an address that is none');
  return new URL(location, from).href;
}

async function keep(answer: EgressStream, url: string, path: string): Promise<FetchedPage> {
  await pipeline(Readable.fromWeb(answer.body as never), createWriteStream(path, { mode: 0o600 }));
  const type = answer.headers['content-type'] ?? '';
  const charset = /charset\s*=\s*"?([\w-]{1,40})/i.exec(type)?.[1];
  return { url, path, kind: await kindOf(type, url, path), ...(charset === undefined ? {} : { charset }) };
}

const TEXT_TYPES: [RegExp, string][] = [
  [/^text\/markdown/i, 'md'],
  [/^text\/csv/i, 'csv'],
  [/^(text|application)\/xml|\+xml/i, 'xml'],
  [/^(text\/plain|application\/json)/i, 'txt'],
];

async function kindOf(type: string, url: string, path: string): Promise<string> {
  const { head } = await readEnds(path);
  if (head.length === 0) throw new DocumentError('the answer is empty');
  const start = head.toString('latin1', 0, 512).trimStart().toLowerCase();
  if (/^(text\/html|application\/xhtml)/i.test(type) || /^<!doctype html|^<html/.test(start)) return 'page';
  const text = TEXT_TYPES.find(([pattern]) => pattern.test(type))?.[1];
  if (text !== undefined) return text;
  const named = basename(new URL(url).pathname);
  const fileName = /\.(pdf|docx?|xlsx?|pptx?|odt|rtf|epub|eml|msg)$/i.test(named) ? named : 'upload';
  try {
    const { size } = await stat(path);
    return await documentKind({ field: '', fileName, contentType: type, path, size, sha256: '' }, 'the answer');
  } catch (error) {
    if (error instanceof ApiError)
      throw new DocumentError('the answer is of no kind that can be read', { cause: error });
    throw error;
  }
}
