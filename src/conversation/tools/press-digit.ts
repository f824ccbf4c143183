// Keys of the telephone, to find a way through a voice menu. The agent is silent afterwards: the menu speaks next.

import { asText } from '../variables.ts';
import type { ToolConfig } from '../retell-llm-config.ts';
import { failureOf, lineFailure, noLine } from './no-line.ts';
import { pauseFor } from './pause.ts';
import { outcome, type ToolKind } from './tool-kind.ts';

export interface PressDigitConfig extends ToolConfig {
  type: 'press_digit';
  /** 0..5000, so that a slow menu comes to its end. */
  delay_ms?: number | null;
}

const USUAL_DELAY_MS = 1000;
const MAX_DELAY_MS = 5000;
/** Longer ones are no menu choice, nor any number that somebody dials. */
const MAX_DIGITS = 64;

export const pressDigit: ToolKind<PressDigitConfig> = {
  description: 'Press keys of the telephone, to answer the voice menu on the line.',
  parameters: () => ({
    type: 'object',
    properties: { digit: { type: 'string', description: 'The keys in order: 0-9, *, #.' } },
    required: ['digit'],
  }),
  speaksAfter: () => false,
  async run({ line, pause = pauseFor }, { tool, args, context: { signal } }) {
    if (!line) return noLine('Pressing keys is');
    const digits = (asText(args['digit']) ?? '').replace(/[\s,-]/g, '');
    if (!/^[0-9*#]+$/.test(digits) || digits.length > MAX_DIGITS)
      return lineFailure('No key was pressed: "digit" must be made of 0-9, * and #.');
    await pause(Math.min(MAX_DELAY_MS, Math.max(0, tool.delay_ms ?? USUAL_DELAY_MS)), signal);
    const pressed = await line.press(digits, signal);
    return pressed.ok ? outcome(true, `Pressed ${digits}.`) : failureOf(pressed);
  },
};
