// What a row of the operations' tables is.

import type { OperationId, RequestBody } from '../../contract/index.ts';
import type { UploadedFile } from '../../interfaces/uploaded-file.ts';
import type { Access } from '../../resources/api-key/index.ts';
import type { ResourceDeps } from '../../resources/index.ts';
import type { QueryValues } from '../parameters.ts';

/** Everything about a request that a rule may need; already checked against the contract. */
export interface OperationRequest<Id extends OperationId = OperationId> {
  workspaceId: string;
  /** Who asks; `workspaceId` is theirs. */
  access: Access;
  params: Record<string, string>;
  query: QueryValues;
  /** Of a form: its text fields, each of the type the contract says. */
  body: RequestBody<Id>;
  /** Of a form; empty otherwise. Gone when the request is answered: what is kept has to be taken away. */
  files: UploadedFile[];
}

export type Handler<Id extends OperationId> = (deps: ResourceDeps, request: OperationRequest<Id>) => Promise<unknown>;

export type AnyHandler = (deps: ResourceDeps, request: OperationRequest<never>) => Promise<unknown>;
/** Operations without a handler answer 501. */
export type Handlers = { readonly [Id in OperationId]?: AnyHandler };

/** Operation id -> what answers it. */
export type HandlerTable<Ids extends OperationId = OperationId> = { readonly [Id in Ids]?: Handler<Id> };

export type Place = Pick<OperationRequest, 'workspaceId' | 'params' | 'query'>;
