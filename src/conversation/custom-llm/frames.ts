// What a custom LLM program sends, checked: the types that the protocol asks for, and nothing else of a message counts.

import { isShallow } from '../is-shallow.ts';

/** Something to say. */
export interface SpokenFrame {
  /** `response_id` or `interrupt_id`. */
  id: number;
  content: string;
  complete: boolean;
  /** Nobody interrupts what this id says. */
  protected: boolean;
  act: PendingAct | null;
}

/** What happens once all of an answer was heard; they exclude each other, the first of this list wins. */
export type PendingAct =
  | { is: 'end_call' }
  | { is: 'transfer_call'; number: string; showTransfereeAsCaller: boolean }
  | { is: 'press_digit'; digits: string };

export interface LinkConfig {
  autoReconnect: boolean;
  callDetails: boolean;
  transcriptWithToolCalls: boolean;
}

export type Frame =
  | { is: 'config'; config: LinkConfig }
  | { is: 'ping_pong'; timestamp: number | null }
  | { is: 'response'; spoken: SpokenFrame }
  | { is: 'agent_interrupt'; spoken: SpokenFrame }
  | { is: 'tool_call_invocation'; id: string; name: string; arguments: string }
  | { is: 'tool_call_result'; id: string; content: string; successful: boolean }
  | { is: 'metadata'; metadata: unknown }
  | { is: 'update_agent'; agent: Record<string, number> };

/** `faults`: what was wrong, in words without anything of the content. Without a frame the whole message is to be ignored. */
export interface ReadFrame {
  frame: Frame | null;
  faults: string[];
}

type Json = Record<string, unknown>;

/** Fields of the agent that may change in the middle of a call. */
const AGENT_FIELDS = ['responsiveness', 'interruption_sensitivity', 'reminder_trigger_ms', 'reminder_max_count'];

export function readFrame(text: string): ReadFrame {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return ignored('not JSON');
  }
  if (!isObject(json)) return ignored('not a JSON object');
  switch (json['response_type']) {
    case 'config':
      return readConfig(json);
    case 'ping_pong':
      return read({ is: 'ping_pong', timestamp: finite(json['timestamp']) });
    case 'response':
      return readSpoken('response', json, json['response_id'], 'response_id');
    case 'agent_interrupt':
      return readSpoken('agent_interrupt', json, json['interrupt_id'], 'interrupt_id');
    case 'tool_call_invocation':
      return readInvocation(json);
    case 'tool_call_result':
      return readResult(json);
    case 'metadata':
      return readMetadata(json);
    case 'update_agent':
      return readUpdate(json);
    default:
      return ignored('response_type is none that is known');
  }
}

function readConfig({ config }: Json): ReadFrame {
  if (!isObject(config)) return ignored('config is no object');
  const faults: string[] = [];
  const flag = (name: string): boolean => readFlag(config, name, faults);
  return read(
    {
      is: 'config',
      config: {
        autoReconnect: flag('auto_reconnect'),
        callDetails: flag('call_details'),
        transcriptWithToolCalls: flag('transcript_with_tool_calls'),
      },
    },
    faults,
  );
}

function readSpoken(is: 'response' | 'agent_interrupt', json: Json, id: unknown, idName: string): ReadFrame {
  const { content, content_complete: complete } = json;
  if (!Number.isSafeInteger(id)) return ignored(`${idName} is no integer`);
  if (typeof content !== 'string') return ignored('content is no string');
  if (typeof complete !== 'boolean') return ignored('content_complete is no boolean');
  const faults: string[] = [];
  const isProtected = readFlag(json, 'no_interruption_allowed', faults);
  const spoken = { id: id as number, content, complete, protected: isProtected, act: readAct(json, faults) };
  return read({ is, spoken }, faults);
}

function readAct(json: Json, faults: string[]): PendingAct | null {
  const number = readText(json, 'transfer_number', faults);
  const digits = readText(json, 'digit_to_press', faults);
  const showTransfereeAsCaller = readFlag(json, 'show_transferee_as_caller', faults);
  if (readFlag(json, 'end_call', faults)) return { is: 'end_call' };
  if (number !== '') return { is: 'transfer_call', number, showTransfereeAsCaller };
  return digits === '' ? null : { is: 'press_digit', digits };
}

function readInvocation({ tool_call_id: id, name, arguments: args }: Json): ReadFrame {
  if (!isName(id)) return ignored('tool_call_id is no string of 1 to 1000 characters');
  if (!isName(name)) return ignored('name is no string of 1 to 1000 characters');
  if (typeof args !== 'string') return ignored('arguments is no string');
  return read({ is: 'tool_call_invocation', id, name, arguments: args });
}

function readResult(json: Json): ReadFrame {
  const { tool_call_id: id, content } = json;
  if (!isName(id)) return ignored('tool_call_id is no string of 1 to 1000 characters');
  if (typeof content !== 'string') return ignored('content is no string');
  const faults: string[] = [];
  const successful = json['successful'] == null || readFlag(json, 'successful', faults);
  return read({ is: 'tool_call_result', id, content, successful }, faults);
}

const MAX_DEPTH = 100;

function readMetadata(json: Json): ReadFrame {
  if (!('metadata' in json)) return ignored('metadata is missing');
  const { metadata } = json;
  return isShallow(metadata, MAX_DEPTH) ? read({ is: 'metadata', metadata }) : ignored('metadata is nested too deeply');
}

function readUpdate({ agent_config: given }: Json): ReadFrame {
  if (!isObject(given)) return ignored('agent_config is no object');
  const faults: string[] = [];
  const agent: Record<string, number> = {};
  for (const name of AGENT_FIELDS) {
    const value = given[name];
    if (value == null) continue;
    const number = finite(value);
    if (number === null) faults.push(`${name} is no number`);
    else agent[name] = number;
  }
  return read({ is: 'update_agent', agent }, faults);
}

/** Optional fields that are null are not there; of the wrong type they are ignored. */
function readFlag(json: Json, name: string, faults: string[]): boolean {
  const value = json[name];
  if (value != null && typeof value !== 'boolean') faults.push(`${name} is no boolean`);
  return value === true;
}

function readText(json: Json, name: string, faults: string[]): string {
  const value = json[name];
  if (typeof value === 'string') return value.trim();
  if (value != null) faults.push(`${name} is no string`);
  return '';
}

function finite(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Longer ones are none. */
const MAX_NAME_CHARACTERS = 1000;

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_NAME_CHARACTERS;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function read(frame: Frame, faults: string[] = []): ReadFrame {
  return { frame, faults };
}

function ignored(fault: string): ReadFrame {
  return { frame: null, faults: [fault] };
}
