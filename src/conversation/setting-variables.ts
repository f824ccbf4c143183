// Variables in an agent's own settings, which no engine reads: keywords, the closing words of a chat.

import type { WallClock } from '../interfaces/clock.ts';
import { createSystemVariables, type SessionFacts } from './system-variables.ts';
import { createLookup, type VariableLookup, type VariableSources } from './variables.ts';

/** `agent`: its settings in effect; of these the zone counts. */
export function createSettingLookup(
  agent: Readonly<Record<string, unknown>>,
  sources: VariableSources,
  session: SessionFacts,
  wallClock: WallClock,
): VariableLookup {
  const zone = agent['timezone'];
  const timezone = typeof zone === 'string' && zone !== '' ? zone : null;
  const system = createSystemVariables(session, timezone, wallClock, () => ({ current: null, previous: null }));
  return createLookup(() => sources, system);
}
