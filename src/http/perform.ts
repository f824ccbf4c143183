// One operation, from its input to the JSON of its answer: once though it is repeated, with its trace in the audit log, as the asker may
// see it.

import type { FastifyRequest } from 'fastify';
import type { Operation, OperationId, Validators } from '../contract/index.ts';
import { mayReadTranscripts, type Access } from '../resources/api-key/index.ts';
import { writeAuditEntry } from '../resources/audit/index.ts';
import { jsonOfAnswer, valueOfAnswer, type ResourceDeps } from '../resources/index.ts';
import type { HttpDeps } from './deps.ts';
import { checkMemberSearch, withoutSpoken } from './member-view.ts';
import { objectIdOf, readerOf } from './object-id.ts';
import { accessTo } from './operation-access.ts';
import type { OperationInput } from './operation-input.ts';
import type { AnyHandler, Handlers, OperationRequest } from './operations/types.ts';
import { attemptOf, runOnce, type Outcome } from './repeated-creates.ts';

type Op = Operation & { id: OperationId };

export interface Performed {
  /** JSON; undefined for an answer without a body. */
  json: string | Buffer | undefined;
  /** Of a create that may be repeated. */
  outcome: Outcome | null;
}

/** Throws what the handler throws. */
export type Perform = (
  operation: Op,
  access: Access,
  request: FastifyRequest,
  input: OperationInput,
) => Promise<Performed>;

export function createPerform(deps: HttpDeps, validators: Validators, handlers: Handlers): Perform {
  const { resources, log } = deps;

  /** `isWhole`: in a transaction that takes the change back when its trace cannot be written. */
  async function run(
    db: ResourceDeps['db'],
    isWhole: boolean,
    operation: Op,
    access: Access,
    input: OperationInput,
  ): Promise<string | Buffer | undefined> {
    const here = db === resources.db ? resources : { ...resources, db };
    const { workspaceId } = access;
    const isMemberView = !mayReadTranscripts(access) && isAboutConversations(operation);
    if (isMemberView) checkMemberSearch(input.body);
    const asked = { workspaceId, access, ...input } as OperationRequest<never>;
    const before = await stateBefore(here, operation, asked);
    const answer = await (handlers[operation.id] as AnyHandler)(here, asked);
    const writing = audit(here, operation, access, input, before, answer);
    await (isWhole ? writing : writing.catch((error: unknown) => lost(operation, error)));
    const shown = isMemberView ? withoutSpoken(valueOfAnswer(answer)) : answer;
    if (deps.checkAnswers) checkAnswer(validators, operation.id, valueOfAnswer(shown));
    return jsonOfAnswer(shown);
  }

  /** What is to be changed, as it is now; null where that cannot be read. */
  async function stateBefore(
    here: ResourceDeps,
    operation: Op,
    asked: OperationRequest<never>,
  ): Promise<object | null> {
    const { audited, personal } = accessTo(operation);
    const reader = audited && !personal ? readerOf(operation) : undefined;
    const read = reader && handlers[reader.id];
    if (!read) return null;
    try {
      return (await read(here, { ...asked, body: undefined as never })) as object;
    } catch {
      // The change itself will say what is wrong.
      return null;
    }
  }

  async function audit(
    here: ResourceDeps,
    operation: Op,
    access: Access,
    input: OperationInput,
    before: object | null,
    given: unknown,
  ): Promise<void> {
    const { audited, personal } = accessTo(operation);
    if (!audited) return;
    const answer = valueOfAnswer(given);
    const isObject = answer !== null && typeof answer === 'object' && !Array.isArray(answer);
    const after = isObject && operation.method !== 'DELETE' ? answer : null;
    // Of what answers without a body it is not known what became of it.
    const isUnknown = after === null && operation.method !== 'DELETE';
    await writeAuditEntry(here, access, {
      operationId: operation.id,
      objectId: objectIdOf(operation, input.params, answer),
      before: isUnknown ? null : before,
      after: personal && operation.method !== 'POST' ? ((input.body as object | undefined) ?? null) : after,
      values: !personal,
    });
  }

  function lost(operation: Op, error: unknown): void {
    log.error({ operation: operation.id, err: error }, 'an entry of the audit log could not be written');
  }

  return async (operation, access, request, input) => {
    const attempt = attemptOf(operation, access, request, input);
    if (!attempt) return { json: await run(resources.db, false, operation, access, input), outcome: null };
    const outcome = await runOnce(resources, attempt, async (db) => {
      const json = await run(db, db !== resources.db, operation, access, input);
      return json?.toString() ?? 'null';
    });
    return { json: outcome.text, outcome };
  };
}

function isAboutConversations(operation: Op): boolean {
  const { area, personal } = accessTo(operation);
  return area === 'monitor' || personal;
}

/** A bad answer is a fault of ours; clients in development must not get used to it. */
function checkAnswer(validators: Validators, id: OperationId, answer: unknown): void {
  // As JSON, because that is what leaves: undefined fields do not.
  const fault = validators.responseFault(id, answer === undefined ? undefined : JSON.parse(JSON.stringify(answer)));
  if (fault) throw new Error(`the answer of ${id} breaks the contract: ${fault}`);
}
