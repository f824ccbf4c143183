// A create that its client sends again happens once: the official SDKs repeat by themselves and say so by X-Stainless-Retry-Count, others
// name a request by Idempotency-Key, or in the body where the operation has a field for it. The repeated one gets the first one's answer.
//
// Most creates run in one transaction with the note of their answer, so that both are there or neither, whenever the process dies. A few
// wait for others (a vendor, a model): those note that they begin, and a repeated one waits for them.

import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { ApiError, invalidRequest, type Operation, type OperationId } from '../contract/index.ts';
import type { UploadedFile } from '../interfaces/uploaded-file.ts';
import type { Access, Envelope } from '../resources/api-key/index.ts';
import { newId, type ResourceDeps } from '../resources/index.ts';
import {
  asDatabase,
  deleteCreateAttempt,
  findCreateAttempt,
  findEarlierAttempt,
  insertCreateAttempt,
  lockFingerprint,
  updateCreateAttempt,
  type CreateAttempt,
  type Database,
} from '../storage/index.ts';
import { accessTo } from './operation-access.ts';
import { visitorOf } from './visitor.ts';

/** SDKs are done repeating after seconds. */
const REPEATED_WITHIN_MS = 10 * 60_000;
const KEY_LIFE_MS = 24 * 3_600_000;
/** A begun attempt without an answer after this long died with its process. */
const CUT_OFF_AFTER_MS = 120_000;
const WAITED_FOR_MS = 10_000;
const LOOKED_EACH_MS = 100;
const ANY_COUNT = 2 ** 31 - 1;
const MAX_KEY_CHARACTERS = 255;
/** Their bodies may have `idempotency_key`; the header counts more. */
const NAMED_IN_BODY = new Set<OperationId>(['createPhoneCall']);

/** What waits for others; a transaction must not be held open meanwhile. */
const WAITING = new Set<OperationId>([
  'addCommunityVoice',
  'addKnowledgeBaseSources',
  'cloneVoice',
  'createAsset',
  'createChat',
  'createChatCompletion',
  'createKnowledgeBase',
  'createPhoneNumber',
  'createPlaygroundCompletion',
  'createSmsChat',
  'listenLiveCall',
  'takeOverLiveCall',
  'uploadContactImportFile',
]);

/** A create as its client sent it. */
export interface Attempt {
  fingerprint: string;
  bodyHash: string;
  /** Named by its client. */
  isNamed: boolean;
  /** 0 for a first try. */
  retryCount: number;
  waits: boolean;
  workspaceId: string;
  /** Has the client gone away? */
  isGone(): boolean;
}

export interface Outcome {
  /** JSON. */
  text: string;
  attemptId: string;
  isReplay: boolean;
}

type Deps = Pick<ResourceDeps, 'db' | 'now' | 'envelope'>;
/** Does it, in this database; gives the answer as JSON. */
type Run = (db: Kysely<Database>) => Promise<string>;

/** Null for what is no create, or sent by a client that would not say that it repeats, or that could not be told from others. */
export function attemptOf(
  operation: Operation & { id: OperationId },
  access: Access,
  request: FastifyRequest,
  input: { query: object; body: unknown; files?: readonly UploadedFile[] },
): Attempt | null {
  const key = request.headers['idempotency-key'] ?? keyInBody(operation.id, input.body);
  // All visitors of a page share its key and often ask in the same words: only a name tells whose request comes again.
  const count = access.publicKey ? undefined : request.headers['x-stainless-retry-count'];
  if (key === undefined && count === undefined) return null;
  if (operation.method !== 'POST' || operation.success.schema === null || accessTo(operation).verb !== 'edit')
    return null;
  if (key !== undefined && (typeof key !== 'string' || key === '' || key.length > MAX_KEY_CHARACTERS))
    throw invalidRequest(`Idempotency-Key: expected 1 to ${MAX_KEY_CHARACTERS} characters.`);
  const files = (input.files ?? []).map(({ field, fileName, sha256 }) => [field, fileName, sha256]);
  const bodyHash = hashOf([input.query, input.body ?? null, files]);
  const who = [access.apiKeyId ?? access.userId ?? 'operator', access.publicKey ? visitorOf(request.ip) : null];
  return {
    fingerprint: hashOf([access.workspaceId, who, operation.id, request.params, key ?? null, key ? null : bodyHash]),
    bodyHash,
    isNamed: key !== undefined,
    retryCount: Math.min(Number.parseInt(String(count), 10) || 0, 1000),
    waits: WAITING.has(operation.id),
    workspaceId: access.workspaceId,
    isGone: () => request.raw.socket.destroyed,
  };
}

/** Its form was checked by the document. */
function keyInBody(id: OperationId, body: unknown): string | undefined {
  return NAMED_IN_BODY.has(id) ? (body as { idempotency_key?: string }).idempotency_key : undefined;
}

/** Runs the create, or gives the answer of the earlier attempt. Throws 422 for a key that named another body, 409 while one still runs. */
export function runOnce(deps: Deps, attempt: Attempt, run: Run): Promise<Outcome> {
  return attempt.waits ? runNoted(deps, attempt, run) : runInOne(deps, attempt, run);
}

/** The client went away before it had the answer: the next attempt is more likely its own. */
export async function markUndelivered(deps: Pick<ResourceDeps, 'db'>, attemptId: string): Promise<void> {
  await updateCreateAttempt(deps.db, attemptId, { undelivered: true });
}

function runInOne(deps: Deps, attempt: Attempt, run: Run): Promise<Outcome> {
  return deps.db.transaction().execute(async (trx) => {
    const earlier = await earlierAttempt(trx, deps, attempt);
    if (earlier) return replay(deps.envelope, earlier);
    const text = await run(asDatabase(trx));
    const attemptId = newId('attempt');
    await insertCreateAttempt(trx, {
      ...noteOf(deps, attempt, attemptId),
      undelivered: attempt.isGone(),
      answer: deps.envelope.seal(text, attemptId),
    });
    return { text, attemptId, isReplay: false };
  });
}

async function runNoted(deps: Deps, attempt: Attempt, run: Run): Promise<Outcome> {
  const attemptId = newId('attempt');
  const earlier = await deps.db.transaction().execute(async (trx) => {
    const found = await earlierAttempt(trx, deps, attempt);
    if (!found) await insertCreateAttempt(trx, { ...noteOf(deps, attempt, attemptId), answer: null });
    return found;
  });
  if (earlier) {
    const over = await finished(deps, earlier);
    // Failed, it happened not at all.
    return over ? replay(deps.envelope, over) : runNoted(deps, attempt, run);
  }
  let text: string;
  try {
    text = await run(deps.db);
  } catch (error) {
    await deleteCreateAttempt(deps.db, attemptId);
    throw error;
  }
  const answer = deps.envelope.seal(text, attemptId);
  await updateCreateAttempt(deps.db, attemptId, { answer, undelivered: attempt.isGone() });
  return { text, attemptId, isReplay: false };
}

/** The attempt that this one repeats, now taken by it. First tries have none, and do not wait for each other. */
async function earlierAttempt(trx: Kysely<Database>, deps: Deps, attempt: Attempt): Promise<CreateAttempt | undefined> {
  const isRepeat = attempt.isNamed || attempt.retryCount > 0;
  await lockFingerprint(trx, attempt.fingerprint, isRepeat ? 'exclusive' : 'shared');
  if (!isRepeat) return undefined;
  const retryCount = attempt.isNamed ? ANY_COUNT : attempt.retryCount;
  const found = await findEarlierAttempt(trx, attempt.fingerprint, { retryCount, now: deps.now() });
  if (!found) return undefined;
  if (found.body_hash !== attempt.bodyHash)
    throw new ApiError(
      'unprocessable',
      'The idempotency key came with another body before; use a new key for a new request.',
    );
  if (found.answer === null && found.created_at < deps.now() - CUT_OFF_AFTER_MS) {
    await deleteCreateAttempt(trx, found.attempt_id);
    return undefined;
  }
  if (!attempt.isNamed) await updateCreateAttempt(trx, found.attempt_id, { retry_count: attempt.retryCount });
  return found;
}

/** Waits for an attempt that still runs, here or on another node. Undefined when it has failed. */
async function finished(deps: Deps, running: CreateAttempt): Promise<CreateAttempt | undefined> {
  let found: CreateAttempt | undefined = running;
  for (let waitedMs = 0; found?.answer === null; waitedMs += LOOKED_EACH_MS) {
    if (waitedMs >= WAITED_FOR_MS)
      throw new ApiError('conflict', 'The first attempt of this request still runs.', { retryAfterS: 2 });
    await wait(LOOKED_EACH_MS);
    found = await findCreateAttempt(deps.db, running.attempt_id);
  }
  return found;
}

function replay(envelope: Envelope, { attempt_id, answer }: CreateAttempt): Outcome {
  return { text: envelope.open(answer as Buffer, attempt_id), attemptId: attempt_id, isReplay: true };
}

function noteOf(deps: Deps, attempt: Attempt, attempt_id: string) {
  const now = deps.now();
  return {
    attempt_id,
    workspace_id: attempt.workspaceId,
    fingerprint: attempt.fingerprint,
    body_hash: attempt.bodyHash,
    retry_count: attempt.retryCount,
    created_at: now,
    expires_at: now + (attempt.isNamed ? KEY_LIFE_MS : REPEATED_WITHIN_MS),
  };
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
