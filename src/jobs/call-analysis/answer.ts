// The model's answer, believed only as far as it fits the fields.

import type { AnalysisField } from './fields.ts';

/** What calls and chats have in common. Absent = not known. */
export interface Analysis {
  user_sentiment?: string;
  custom_analysis_data?: Record<string, string | number | boolean>;
}

/** As in the contract's `call_analysis`. */
export interface CallAnalysis extends Analysis {
  call_summary?: string;
  call_successful?: boolean;
  in_voicemail?: boolean;
}

/** As in the contract's `chat_analysis`. */
export interface ChatAnalysis extends Analysis {
  chat_summary?: string;
  chat_successful?: boolean;
}

/** Reads the JSON of an answer, also from inside a code fence. Undefined when there is no object in it. */
export function readAnswer(text: string, fields: readonly AnalysisField[]): (CallAnalysis & ChatAnalysis) | undefined {
  const object = parseObject(text);
  if (!object) return undefined;
  const presets: Record<string, unknown> = {};
  const custom: Record<string, string | number | boolean> = {};
  for (const field of fields) {
    const value = valueOf(field, object[field.key]);
    if (value === undefined) continue;
    if (field.preset) presets[field.name] = value;
    else custom[field.name] = value;
  }
  return { ...presets, custom_analysis_data: custom };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  const start = text.indexOf('{');
  const end = text.lastIndexOf('}');
  if (start < 0 || end < start) return undefined;
  try {
    return JSON.parse(text.slice(start, end + 1)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function valueOf(field: AnalysisField, value: unknown): string | number | boolean | undefined {
  switch (field.kind) {
    case 'string':
      return typeof value === 'string' ? value : undefined;
    case 'enum':
      return typeof value === 'string' && field.choices?.includes(value) ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'number':
      return numberOf(value);
    default:
      return field.kind satisfies never;
  }
}

/** Small models like to quote numbers. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
