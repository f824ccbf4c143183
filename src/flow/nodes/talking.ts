// Nodes that talk with the user: words on entry, then the user is next.

import type { FlowNode } from '../document.ts';
import { considerWords, followOutcome } from '../edges.ts';
import { instructionOf } from '../flow.ts';
import { act, goOnAfterSpeech, here, listen, type Work, type NodeKind } from '../work.ts';

/** A static text is said as it is when the node is entered; whatever is said in it later is written by the model. */
export const talking: NodeKind = {
  enter(work, node) {
    const instruction = instructionOf(node);
    if (instruction?.type === 'static_text') act(work, { do: 'say', text: instruction.text });
    else if (instruction) act(work, { do: 'write', at: here(work), first: true });
    wait(work, node);
  },
  heard(work, node) {
    considerWords(work, node, () => answer(work, node));
  },
  leave(work, node) {
    followOutcome(work, node, node.skip_response_edge);
  },
  stay: answer,
  comeBack: answer,
};

function answer(work: Work, node: FlowNode): void {
  act(work, { do: 'write', at: here(work), first: false });
  wait(work, node);
}

/** Where there is an edge to skip the response, it is the only way out. */
function wait(work: Work, node: FlowNode): void {
  if (node.skip_response_edge) goOnAfterSpeech(work);
  else listen(work);
}
