// Which fields of a body an agent keeps: those of the contract, at the top. Inside them everything stays as it was sent.

import { componentFields } from '../../contract/index.ts';
import type { Channel } from './resolve.ts';

const KEPT = { voice: componentFields('AgentRequest'), chat: componentFields('ChatAgentRequest') };

export function ownFields(channel: Channel, body: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([field]) => KEPT[channel].has(field)));
}
