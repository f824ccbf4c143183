// end: an optional goodbye, then the conversation is over; inside a component, the way back to the flow.

import { instructionOf } from '../flow.ts';
import { returnFromComponent } from '../move.ts';
import { act, finish, here, type NodeKind } from '../work.ts';

export const end: NodeKind = {
  enter(work, node) {
    const words = node.speak_during_execution === false ? null : instructionOf(node);
    if (words?.type === 'static_text') act(work, { do: 'say', text: words.text });
    else if (words) act(work, { do: 'write', at: here(work), first: true });
    if (!returnFromComponent(work)) finish(work, { do: 'end' }, { is: 'ended' });
  },
  heard: (work, node) => end.enter(work, node),
  leave: (work, node) => end.enter(work, node),
};
