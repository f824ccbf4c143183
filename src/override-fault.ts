// What is wrong with an agent override that a webhook answered with. Its validator is made when the first one comes.

import { createValidators, type Validators } from './contract/index.ts';

export function createOverrideFault(): (override: unknown) => string | null {
  let validators: Validators | null = null;
  return (override) => (validators ??= createValidators()).componentFault('AgentOverrideRequest', override);
}
