// The text fields of a form as the body that the contract describes. What a text stands for, the field's schema says, never its looks: a
// knowledge base that is called `123` or `true` stays a text.

import { invalidRequest, jsonFault, jsonTextFault, type FormField } from '../contract/index.ts';
import type { Form, FormText } from './multipart.ts';

/** Throws 400 naming the field. Files stand in it by their names, so that the contract's checks see that they are there. */
export function bodyOfForm(form: Form, fields: Record<string, FormField>): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [field, kind] of Object.entries(fields)) {
    const value = kind.startsWith('file') ? filesOf(form, field, kind) : textsOf(form, field, kind);
    if (value !== undefined) body[field] = value;
  }
  const fault = jsonFault(body);
  if (fault) throw invalidRequest(fault);
  return body;
}

function filesOf(form: Form, field: string, kind: FormField): unknown {
  const names = form.files.filter((file) => file.field === field).map((file) => file.fileName);
  if (names.length === 0) return undefined;
  if (kind === 'file[]') return names;
  if (names.length > 1) throw invalidRequest(`${field}: expected one file, got ${names.length}.`);
  return names[0];
}

function textsOf(form: Form, field: string, kind: FormField): unknown {
  const given = form.texts.filter((text) => text.field === field);
  const [first, second] = given;
  if (!first) return undefined;
  if (kind.endsWith('[]')) return listOf(given, kind.slice(0, -2) as FormField);
  if (second) throw invalidRequest(`${field}: expected once, got it ${given.length} times.`);
  return readText(first.text, kind, field);
}

/** One text with the whole list as JSON (the SDKs), or one text for each item (`name[]`, as curl and PHP send it). */
function listOf(given: FormText[], item: FormField): unknown {
  const [first] = given as [FormText];
  if (given.length === 1 && !first.isItem)
    return first.text === '' ? [] : parsed(first.text, first.field, 'a list as JSON');
  return given.map(({ text, field }, i) => readText(text, item, `${field}[${i}]`));
}

function readText(text: string, kind: FormField, path: string): unknown {
  switch (kind) {
    case 'string':
      return text;
    case 'boolean':
      if (text === 'true' || text === 'false') return text === 'true';
      throw invalidRequest(`${path}: expected true or false, got ${quoted(text)}.`);
    case 'integer':
    case 'number':
      if (/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)) return Number(text);
      throw invalidRequest(`${path}: expected a number, got ${quoted(text)}.`);
    default:
      return parsed(text, path, 'an object as JSON');
  }
}

function parsed(text: string, path: string, expected: string): unknown {
  const fault = jsonTextFault(Buffer.from(text), path);
  if (fault) throw invalidRequest(fault);
  try {
    return JSON.parse(text);
  } catch {
    throw invalidRequest(`${path}: expected ${expected}, got ${quoted(text)}.`);
  }
}

function quoted(text: string): string {
  return text.length <= 40 ? JSON.stringify(text) : 'a longer text';
}
