// What is written to a custom LLM program. The whole transcript goes along each time, so the text of each item is made once and kept.

import type { ConversationNews } from '../engine.ts';
import { utterances, type TranscriptItem, type UtteranceItem } from '../transcript.ts';

/** Items do not change once they are in a transcript. */
const written = { spoken: new WeakMap<TranscriptItem, string>(), whole: new WeakMap<TranscriptItem, string>() };

export interface Question {
  kind: 'response_required' | 'reminder_required';
  responseId: number;
  transcript: readonly TranscriptItem[];
}

export function questionText({ kind, responseId, transcript }: Question, withToolCalls: boolean): string {
  return `{"interaction_type":"${kind}","response_id":${responseId},${transcriptFields(transcript, withToolCalls)}}`;
}

export function updateText({ transcript, turntaking }: ConversationNews, withToolCalls: boolean): string {
  const turn = turntaking === undefined ? '' : `,"turntaking":"${turntaking}"`;
  return `{"interaction_type":"update_only",${transcriptFields(transcript, withToolCalls)}${turn}}`;
}

export function callDetailsText(call: object): string {
  return JSON.stringify({ interaction_type: 'call_details', call });
}

/** `transcript` has the roles agent and user only: programs fail on others. */
function transcriptFields(items: readonly TranscriptItem[], withToolCalls: boolean): string {
  const said = `"transcript":[${utterances(items).map(spokenText).join(',')}]`;
  return withToolCalls ? `${said},"transcript_with_tool_calls":[${items.map(wholeText).join(',')}]` : said;
}

function spokenText(item: UtteranceItem): string {
  const { role, content, words } = item;
  return kept(written.spoken, item, () => JSON.stringify({ role, content, words }));
}

function wholeText(item: TranscriptItem): string {
  return kept(written.whole, item, () => JSON.stringify(item));
}

function kept(texts: WeakMap<TranscriptItem, string>, item: TranscriptItem, write: () => string): string {
  const known = texts.get(item);
  if (known !== undefined) return known;
  const text = write();
  texts.set(item, text);
  return text;
}
