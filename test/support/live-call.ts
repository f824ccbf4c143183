// A running call that only answers: for tests of what is asked of it.

import { createAudience } from '../../src/resources/call/audience.ts';
import type { CallCommand, CommandAnswer, LiveCall } from '../../src/resources/call/live-call.ts';
import { createWatchers, type Watchers } from '../../src/resources/call/watchers.ts';

export interface FakeLiveCall extends Pick<LiveCall, 'workspaceId' | 'obey' | 'audience' | 'watch'> {
  events: LiveCall['events'];
  /** Tells those who watch. */
  tell: Watchers['tell'];
}

export function fakeLiveCall(answer: (command: CallCommand) => CommandAnswer, workspaceId = ''): FakeLiveCall {
  const bridge = { attach() {}, detach() {} };
  const watchers = createWatchers();
  return {
    workspaceId,
    events: [],
    obey: async (command) => answer(command),
    audience: createAudience({ bridge, matrix: { set() {} }, onSpeakerGone() {} }),
    watch: watchers.add,
    tell: watchers.tell,
  };
}
