// What the engine looked up for an answer: on record when the answer counts.

import type { KnowledgePassage } from '../../interfaces/knowledge.ts';
import type { RetrievedContent } from '../../interfaces/call-event.ts';
import type { EventOf } from './event.ts';
import type { Run } from './state.ts';
import { emit, ignore, note, runOf, type Work } from './work.ts';

export function onKnowledge(work: Work, event: EventOf<'knowledge'>): void {
  const run = runOf(work.s);
  if (run?.gen !== event.gen || run.done) return ignore(work, 'knowledge');
  const { passages, tookMs, trouble } = event;
  run.lookedUp.push({ passages, tookMs, trouble });
  if (work.s.engine.is === 'answer') tellLookUps(work, run);
}

export function tellLookUps(work: Work, run: Run): void {
  const { gen } = run;
  for (const { passages, tookMs, trouble } of run.lookedUp.splice(0)) {
    if (tookMs !== null) emit(work, { is: 'latency', part: 'knowledge_base', ms: tookMs, gen });
    if (trouble !== null) note(work, 'warn', 'answered without knowledge bases', { why: trouble, gen });
    if (passages.length > 0) emit(work, { is: 'knowledge', gen, contents: passages.map(contentOf) });
  }
}

function contentOf(passage: KnowledgePassage): RetrievedContent {
  const { knowledgeBaseId, sourceId, sourceName, sourceUrl, heading, text, score } = passage;
  return {
    knowledge_base_id: knowledgeBaseId,
    source_id: sourceId,
    source_name: sourceName,
    source_url: sourceUrl,
    heading,
    score: Math.round(score * 1000) / 1000,
    content: text,
  };
}
