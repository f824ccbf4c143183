// Which edge is taken: equations first, top to bottom; then every prompt in one question to the model; then what stands for "else".

import type { FlowEdge, FlowNode } from './document.ts';
import { holds } from './equation.ts';
import { listOf, nameOf } from './flow.ts';
import { jumpOptions, waysBack } from './global-nodes.ts';
import { follow, goBack, targetOf } from './move.ts';
import type { Option } from './state.ts';
import { finish, here, reader, stuck, type Work } from './work.ts';

/**
 * The user said something to a node that listens. `stay` is called when nothing holds and the node has no `always_edge`: at once where
 * there is nothing to ask the model.
 */
export function considerWords(work: Work, node: FlowNode, stay: () => void): void {
  const back = waysBack(work);
  if (followEquation(work, node)) return;
  const backNow = back.find((edge) => isTrueEquation(work, edge));
  if (backNow) return goBack(work, backNow.id);
  const options = [
    ...promptOptions(node),
    ...back.flatMap((edge): Option[] => {
      const condition = promptOf(edge);
      return condition === null ? [] : [{ kind: 'back', condition, edge: edge.id }];
    }),
    ...jumpOptions(work),
  ];
  const always = node.always_edge ? targetOf(node.always_edge) : null;
  if (options.length > 0) {
    finish(
      work,
      { do: 'choose', at: here(work), options, mayStay: always === null },
      { is: 'choosing', options, otherwise: always },
    );
  } else if (always) follow(work, always);
  else stay();
}

/** A node that does not listen is left: by an equation, by what the model chooses, or by its else. */
export function leaveSilently(work: Work, node: FlowNode): void {
  if (followEquation(work, node)) return;
  const fallback = node.else_edge ?? node.always_edge;
  const otherwise = fallback ? targetOf(fallback) : null;
  const options = promptOptions(node);
  if (options.length > 0) {
    finish(work, { do: 'choose', at: here(work), options, mayStay: false }, { is: 'choosing', options, otherwise });
  } else if (otherwise) follow(work, otherwise);
  else deadEnd(work, node);
}

/** Nothing of what was asked holds, and there is no edge for that. */
export function deadEnd(work: Work, node: FlowNode): void {
  stuck(work, `No edge of node ${JSON.stringify(nameOf(node))} can be taken, and it has no else.`);
}

/** An edge for one outcome. */
export function followOutcome(work: Work, node: FlowNode, edge: FlowEdge | null | undefined): void {
  if (edge) follow(work, targetOf(edge));
  else deadEnd(work, node);
}

function followEquation(work: Work, node: FlowNode): boolean {
  const edge = listOf(node.edges).find((each) => isTrueEquation(work, each));
  if (edge) follow(work, targetOf(edge));
  return edge !== undefined;
}

function isTrueEquation(work: Work, { transition_condition: condition }: FlowEdge): boolean {
  return condition?.type === 'equation' && holds(condition, reader(work));
}

function promptOptions(node: FlowNode): Option[] {
  return listOf(node.edges).flatMap((edge): Option[] => {
    const condition = promptOf(edge);
    return condition === null ? [] : [{ kind: 'edge', condition, ...targetOf(edge) }];
  });
}

function promptOf({ transition_condition: condition }: FlowEdge): string | null {
  return condition?.type === 'prompt' && condition.prompt?.trim() ? condition.prompt : null;
}
