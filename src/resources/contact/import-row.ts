// One row of a table as a contact.

import { readCountry, toE164 } from '../phone-number/index.ts';
import { invalidRequest, textFault, type RequestBody, quoted } from '../../contract/index.ts';
import type { ContactPatch } from '../../storage/tables/index.ts';

export interface ImportPlan {
  column_mapping: { external_field_name: string; field_name: string }[];
  default_country: string;
  tags: string[];
}

/** A contact as a row tells it. */
export interface ImportedContact {
  phone_number: string;
  patch: ContactPatch;
}

const MAX_VALUE = 10_000;
const MAX_NAME = 500;
const YES = new Set(['true', 'yes', 'y', '1', 'x']);
const NO = new Set(['false', 'no', 'n', '0']);

/** Throws 400 unless exactly one column is the number, each field is mapped once, and the headers are those of the table. */
export function readPlan(body: RequestBody<'createContactImport'>, headers: readonly string[]): ImportPlan {
  const fields = body.column_mapping.map(({ field_name }) => field_name);
  if (fields.filter((field) => field === 'phone_number').length !== 1)
    throw invalidRequest('column_mapping: expected exactly one column to be phone_number.');
  const twice = fields.find((field, i) => fields.indexOf(field) !== i);
  if (twice !== undefined) throw invalidRequest(`column_mapping: ${JSON.stringify(twice)} is mapped twice.`);
  for (const [i, { external_field_name: name }] of body.column_mapping.entries())
    if (!headers.includes(name.trim()))
      throw invalidRequest(
        `column_mapping[${i}].external_field_name: the table has no column ${quoted(name)}, but ${headers
          .slice(0, 20)
          .map((header) => JSON.stringify(header.slice(0, 40)))
          .join(', ')}.`,
      );
  return {
    column_mapping: body.column_mapping,
    default_country: readCountry('default_country', body.default_country ?? 'US'),
    tags: [...new Set(body.tags ?? body.contact_tags)],
  };
}

/** Cells without anything change nothing. Throws an Error whose message says what is wrong with the row. */
export function contactOfRow(plan: ImportPlan, headers: readonly string[], values: readonly string[]): ImportedContact {
  const custom_fields: Record<string, string> = {};
  const patch: ContactPatch = { custom_fields };
  let phone_number: string | null = null;
  const tags = new Set(plan.tags);
  for (const { external_field_name, field_name } of plan.column_mapping) {
    const value = (values[headers.indexOf(external_field_name.trim())] ?? '').trim();
    checkValue(external_field_name, value);
    if (field_name === 'phone_number') phone_number = readPhone(value, plan.default_country);
    else if (field_name === 'tags') for (const tag of splitTags(value)) tags.add(tag);
    else if (value === '') continue;
    else if (field_name === 'do_not_call') patch.do_not_call = readTruth(value);
    else if (field_name === 'first_name' || field_name === 'last_name') patch[field_name] = value.slice(0, MAX_NAME);
    else if (field_name === 'external_id') patch.external_id = value.slice(0, MAX_NAME);
    else custom_fields[field_name] = value;
  }
  if (phone_number === null) throw new Error('There is no phone number.');
  return { phone_number, patch: { ...patch, tags: [...tags] } };
}

function checkValue(column: string, value: string): void {
  const fault = value.length > MAX_VALUE ? `more than ${MAX_VALUE} characters` : textFault(value);
  if (fault) throw new Error(`${column} holds ${fault}.`);
}

function readPhone(value: string, country: string): string {
  const number = toE164(value, readCountry('default_country', country));
  if (number !== null) return number;
  throw new Error(value === '' ? 'There is no phone number.' : `${quoted(value)} is no phone number.`);
}

function readTruth(value: string): boolean {
  const word = value.toLowerCase();
  if (YES.has(word)) return true;
  if (NO.has(word)) return false;
  throw new Error(`${quoted(value)} is neither yes nor no.`);
}

function splitTags(value: string): string[] {
  return value
    .split(/[,;]/)
    .map((tag) => tag.trim().slice(0, 100))
    .filter((tag) => tag !== '');
}
