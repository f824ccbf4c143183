// Passages of knowledge bases as the model reads them.

import type { KnowledgePassage } from '../../interfaces/knowledge.ts';

/** Agents' prompts refer to it by name. */
export const knowledgeHeading = '## Related Knowledge Base Contexts';

/** The end of a system prompt; empty without passages. */
export function knowledgePart(passages: readonly KnowledgePassage[]): string {
  if (passages.length === 0) return '';
  const contexts = passages.map(({ sourceName, heading, text }) => {
    const title = [sourceName, heading].filter((part) => part !== '').join(' > ');
    return `### ${title}\n${text}`;
  });
  return [knowledgeHeading, ...contexts].join('\n\n');
}
