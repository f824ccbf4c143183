// Knowledge bases in a conversation flow: those of the flow count everywhere, those of a node while it is the one that talks.

import { listOf, nodeAt, type Flow, type Place } from '../../flow/index.ts';
import { knowledgePart } from '../knowledge/contexts.ts';
import type { LookUp } from '../knowledge/look-up.ts';

/** All that the flow names anywhere, so that one look-up serves whatever node a turn leads to. */
export function knowledgeBasesOf(flow: Flow): string[] {
  const nodes = [...flow.parts.values()].flatMap((part) => [...part.nodes.values()]);
  return [...listOf(flow.document.knowledge_base_ids), ...nodes.flatMap((node) => listOf(node.knowledge_base_ids))];
}

/** For the prompt of these nodes. */
export async function knowledgeAt(look: LookUp | null, flow: Flow, places: readonly (Place | null)[]): Promise<string> {
  if (!look) return '';
  const ofNodes = places.flatMap((place) => listOf(nodeAt(flow, place)?.knowledge_base_ids));
  const ids = [...listOf(flow.document.knowledge_base_ids), ...ofNodes];
  return ids.length === 0 ? '' : knowledgePart(await look.passages(ids));
}
