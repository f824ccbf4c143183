// Who takes or makes the next call of a number.

import type { Row } from '../../storage/index.ts';
import { drawAgent, type AgentLists, type AgentWeight } from './agent-weights.ts';

/** A draw by weight for one call; null when nobody is bound. `random`: in [0, 1). */
export function chooseAgent(
  number: Pick<Row<'phone_numbers'>, 'config'>,
  direction: 'inbound' | 'outbound',
  random: () => number = Math.random,
): AgentWeight | null {
  return drawAgent(listOf(number.config, `${direction}_agents`), random);
}

/** The same for text messages. */
export function chooseSmsAgent(
  number: Pick<Row<'phone_numbers'>, 'config'>,
  direction: 'inbound' | 'outbound',
  random: () => number = Math.random,
): AgentWeight | null {
  return drawAgent(listOf(number.config, `${direction}_sms_agents`), random);
}

function listOf(config: object, name: keyof AgentLists): readonly AgentWeight[] {
  return (config as AgentLists)[name] ?? [];
}
