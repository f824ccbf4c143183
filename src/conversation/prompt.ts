// The system prompt of a turn: the agent's own words with the variables put in, and the few rules that the platform adds.

import type { RetellLlmConfig, StateConfig } from './retell-llm-config.ts';
import type { VariableLookup } from './variables.ts';
import { substitute } from './variables.ts';

/** What a model writes to say nothing this turn; agents' prompts name it literally. */
export const noResponseNeeded = 'NO_RESPONSE_NEEDED';

export interface PromptInput {
  llm: RetellLlmConfig;
  state: StateConfig | null;
  /** The handbook's pieces; empty for none. */
  handbook: string;
  /** BCP 47 tag, `multi`, or several tags. */
  language: string | string[];
  sessionType: 'voice' | 'chat';
  lookup: VariableLookup;
}

/** general_prompt, the state's prompt, the handbook, then the platform's rules. */
export function buildSystemPrompt(input: PromptInput): string {
  const { llm, state, lookup } = input;
  const parts = [
    substitute(llm.general_prompt ?? '', lookup),
    substitute(state?.state_prompt ?? '', lookup),
    input.handbook,
    input.sessionType === 'voice' ? spokenRule : '',
    languageRule(input.language),
  ];
  return parts.filter((part) => part.trim() !== '').join('\n\n');
}

/** Asks the model for the first words of a conversation. A user message, because some vendors want one to answer to. */
export const beginNote = '(The conversation begins now. Nobody has spoken yet: open it.)';

/** Asks the model for a nudge. */
export const reminderNote =
  '(The user has said nothing for a while. Speak again in one short sentence: ask again, offer help, or check that they are there.)';

/**
 * Asks the model for more where its own words came last: an answer broke off, or a tool's result came after what was said meanwhile. Claude
 * since 4.6 refuses a conversation that ends with its own message, and many chat templates take that for a sentence to be completed.
 * https://platform.claude.com/docs/en/about-claude/models/whats-new-claude-4-6
 */
export const goOnNote = '(Go on from there with what is still to be said. Repeat nothing.)';

/** What speaking aloud asks of the words. */
export const spokenRule =
  'Your words are spoken aloud in a live call. Use short plain sentences: no lists, no headings, no emoji, no markup. Transcripts of the user may contain recognition errors: guess what was meant, ask when it matters.';

/** The language setting as an instruction to the model. */
export function languageRule(language: string | string[]): string {
  const tags = typeof language === 'string' ? [language] : language;
  if (tags.length === 0) return '';
  if (tags.includes('multi')) return 'Answer in the language that the user speaks.';
  const names = [...new Set(tags.map(languageName))];
  if (names.length === 1) return `Speak ${names[0]}.`;
  return `Answer in the language that the user speaks, one of: ${names.join(', ')}.`;
}

const displayNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });

function languageName(tag: string): string {
  try {
    return displayNames.of(tag) ?? tag;
  } catch {
    return tag;
  }
}
