// The tool by which an agent hangs up.

import { outcome, type ToolKind } from './tool-kind.ts';

export const endCall: ToolKind = {
  description: 'End the call with the user: when they say goodbye, want to hang up, or everything is done.',
  runsInTrials: true,
  speaksAfter: () => false,
  run: () => Promise.resolve({ ...outcome(true, 'The call ends.'), directive: { do: 'end', text: null } }),
};
