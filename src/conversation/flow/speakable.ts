// A fixed text as it is said aloud. Retell reads `{{name}}` out when a variable is not set; nobody wants to hear that.

import { substitute, type VariableLookup } from '../variables.ts';

/** Variables put in; what is not set is left out, with the blanks around it. */
export function speakable(text: string, lookup: VariableLookup): string {
  return substitute(text, lookup)
    .replace(/\s*\{\{[^{}]*\}\}/g, '')
    .trim();
}
