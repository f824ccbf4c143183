// Is this an error message that helps whoever changed the body at one place?

import type { Change } from './mutate.ts';

const MOST_CHARACTERS = 300;
/** What belongs into our logs. */
const INTERNAL =
  /\n|node_modules|\.ts\b|undefined|\[object |\bajv\b|syntax error|violates|relation "|must NOT|must be equal|\bNaN\b(?!")/;

/** Some limits are of the whole. */
const LARGE = ['huge text', 'very many entries'];

/** Null when it is one short sentence that names the changed place, or a place around it. */
export function faultOfMessage(message: string, { path, kind, value }: Change): string | null {
  if (message.length > MOST_CHARACTERS) return `${message.length} characters`;
  if (INTERNAL.test(message)) return 'words of ours';
  // What names an object that is not there is known by what it says.
  if (typeof value === 'string' && message.includes(JSON.stringify(value).slice(0, 20))) return null;
  if (message.includes(`no version ${String(value)}`)) return null;
  if (LARGE.includes(kind) && / body: expected at most |^The request body is too large\.$/.test(message)) return null;
  if (LARGE.includes(kind) && / tokens in a prompt /.test(message) && namesOneAround(message, path)) return null;
  return namesPlace(message, path) ? null : 'another place';
}

/** A limit of texts together names the longest of them, whatever stands in it. */
function namesOneAround(message: string, path: Change['path']): boolean {
  return path.some((_, depth) => depth > 0 && message.includes(` ${shown(path.slice(0, depth))}: `));
}

function namesPlace(message: string, path: Change['path']): boolean {
  // Entries are shown with what people know them by.
  const plain = message.replaceAll(/ \((?:id|tool_id|name) "(?:[^"\\]|\\.)*"\)/g, '');
  const fields = path.filter((key) => typeof key === 'string');
  const last = fields.at(-1) ?? '';
  if (plain.includes(last.slice(0, 37)) || plain.includes(last.replaceAll('_', ' '))) return true;
  const parent = shown(path.slice(0, -1));
  return parent !== '' && (plain.includes(parent) || plain.includes(parent.replaceAll('_', ' ')));
}

function shown(path: Change['path']): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? key : `${text}.${key}`),
    '',
  );
}
