// The transcript of a running call for those who follow it: items with ids, so that what is still being said can be replaced by what was said.

import type { CallEvent, LiveFact } from '../../interfaces/call-event.ts';
import { transcriptOf, type TranscriptItem } from '../../conversation/index.ts';

export type LiveTranscriptItem = TranscriptItem & { id: string };

export interface LiveTranscript {
  /** What was said so far. */
  snapshot(): LiveTranscriptItem[];
  /** The item that is new or changed by this fact; null when the transcript stays as it is. */
  add(fact: CallEvent | LiveFact): LiveTranscriptItem | null;
}

export function createLiveTranscript(): LiveTranscript {
  const items: LiveTranscriptItem[] = [];
  const counts = new Map<string, number>();

  function named(item: TranscriptItem, isFinal: boolean): LiveTranscriptItem {
    const count = counts.get(item.role) ?? 0;
    if (isFinal) counts.set(item.role, count + 1);
    return { id: `${item.role}-${count + 1}`, ...item };
  }

  function add(fact: CallEvent | LiveFact): LiveTranscriptItem | null {
    if (fact.is === 'partial') return named({ role: 'user', content: fact.text, words: [] }, false);
    if (fact.is === 'thinking' || fact.is === 'level') return null;
    const [item] = transcriptOf([fact]);
    if (!item) return null;
    const entry = named(item, true);
    items.push(entry);
    return entry;
  }

  return { snapshot: () => [...items], add };
}
