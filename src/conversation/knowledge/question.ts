// What a turn looks up: the user's last words, and the same with what was said before, because "and on Sundays?" says little on its own.

import type { KnowledgeQuestion } from '../../interfaces/knowledge.ts';
import type { TranscriptItem, UtteranceItem } from '../transcript.ts';

/** Of what was said before. */
const MAX_CONTEXT_CHARACTERS = 400;

/** Null when the user has not said anything yet. */
export function questionOf(
  transcript: readonly TranscriptItem[],
): Pick<KnowledgeQuestion, 'text' | 'inContext'> | null {
  const said = transcript.filter((item): item is UtteranceItem => item.role === 'user' || item.role === 'agent');
  const last = said.findLastIndex(({ role }) => role === 'user');
  if (last === -1) return null;
  let first = last;
  while (said[first - 1]?.role === 'user') first -= 1;
  const text = textOf(said.slice(first, last + 1));
  if (text === '') return null;
  // Their last question and what the agent made of it.
  const earlier = said.slice(0, first).findLastIndex(({ role }) => role === 'user');
  const before = textOf(said.slice(Math.max(0, earlier), first)).slice(-MAX_CONTEXT_CHARACTERS);
  return { text, inContext: before === '' || earlier === -1 ? null : `${before} ${text}` };
}

function textOf(items: readonly { content: string }[]): string {
  return items
    .map(({ content }) => content.trim())
    .filter((content) => content !== '')
    .join(' ');
}
