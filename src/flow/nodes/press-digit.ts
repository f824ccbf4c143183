// press_digit: silent. Listens to a voice menu and, at each pause, lets the model press a key or move on.

import { considerWords } from '../edges.ts';
import { act, here, listen, type Work, type NodeKind } from '../work.ts';

export const pressDigit: NodeKind = {
  enter: listen,
  heard(work, node) {
    considerWords(work, node, () => press(work));
  },
  leave: listen,
  stay: press,
  phoneOnly: true,
};

function press(work: Work): void {
  act(work, { do: 'write', at: here(work), first: false });
  listen(work);
}
