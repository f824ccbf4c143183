// The operations of the contract in the order of the document.

import table from './generated/operations.json' with { type: 'json' };
import type { operations } from './generated/types.ts';
import type { SchemaObject } from './json-schema.ts';

export type OperationId = keyof operations;

export interface Operation {
  id: string;
  /** `retell`: the contract of spring 2026; `newer`: what today's official SDKs call beyond it; `ringback`: ours. */
  origin: 'retell' | 'newer' | 'ringback';
  method: string;
  /** With `{name}` for parameters. */
  path: string;
  parameters: Parameter[];
  body: OperationBody | null;
  /** `schema: null` = an answer without a body. */
  success: { status: number; schema: SchemaObject | null };
  /** Error codes that the contract lists for it. */
  errors: number[];
}

export interface OperationBody {
  contentType: string;
  required: boolean;
  schema: SchemaObject;
  /** Of multipart/form-data: what each of its fields is. */
  form?: Record<string, FormField>;
}

type FormScalar = 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'file';
/** All fields of a form are text on the wire, or files; this is what they stand for. */
export type FormField = FormScalar | `${FormScalar}[]`;

export interface Parameter {
  in: string;
  name: string;
  required: boolean;
  schema: SchemaObject;
}

export const OPERATIONS = table as (Operation & { id: OperationId })[];
