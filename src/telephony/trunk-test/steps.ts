// Steps of a trunk's test, by their result.

import type { TrunkTestStep } from '../../interfaces/sip-trunk.ts';
import type { Meaning } from '../trunk/status-words.ts';

type Name = TrunkTestStep['step'];

export function passed(step: Name, target: string | null, found: string): TrunkTestStep {
  return { step, target, result: 'ok', found, advice: null };
}

export function skipped(step: Name, found: string, target: string | null = null): TrunkTestStep {
  return { step, target, result: 'skipped', found, advice: null };
}

export function failed(step: Name, target: string | null, meaning: Meaning): TrunkTestStep {
  return { step, target, result: 'failed', ...meaning };
}

export function warned(step: Name, target: string | null, meaning: Meaning): TrunkTestStep {
  return { step, target, result: 'warning', ...meaning };
}
