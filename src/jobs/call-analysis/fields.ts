// What is to be found out about a call or a chat: the presets, and what the agent asks for, as fields of one JSON answer.

/** An entry of the contract's `post_call_analysis_data`, `post_chat_analysis_data`. */
export interface AnalysisItem {
  type: 'string' | 'enum' | 'boolean' | 'number' | 'system-presets';
  name: string;
  description?: string;
  examples?: string[];
  choices?: string[];
  required?: boolean;
  conditional_prompt?: string;
}

export interface AnalysisField {
  /** Key in the model's answer; the user's names may hold any character. */
  key: string;
  /** The name in the contract. */
  name: string;
  preset: boolean;
  kind: 'string' | 'enum' | 'boolean' | 'number';
  choices?: string[];
  instructions: string;
  /** May the model say that there is nothing to tell? */
  optional: boolean;
}

/** The agent's settings that matter here. */
export interface AnalysisSettings {
  post_call_analysis_data?: AnalysisItem[] | null;
  /** Older places of the presets' prompts. */
  analysis_summary_prompt?: string | null;
  analysis_successful_prompt?: string | null;
  analysis_user_sentiment_prompt?: string | null;
}

export const SENTIMENTS = ['Negative', 'Positive', 'Neutral', 'Unknown'];

/** Presets first; an item of the agent with a preset's name changes its prompt. */
export function analysisFields(settings: AnalysisSettings): AnalysisField[] {
  const items = settings.post_call_analysis_data ?? [];
  return [...presets('call', settings, items), inVoicemail, ...customFields(items)];
}

/** The settings of a chat agent. */
export interface ChatAnalysisSettings extends Omit<AnalysisSettings, 'post_call_analysis_data'> {
  post_chat_analysis_data?: AnalysisItem[] | null;
}

/** The same of a chat. */
export function chatAnalysisFields(settings: ChatAnalysisSettings): AnalysisField[] {
  const items = settings.post_chat_analysis_data ?? [];
  return [...presets('chat', settings, items), ...customFields(items)];
}

function presets(
  what: 'call' | 'chat',
  settings: Omit<AnalysisSettings, 'post_call_analysis_data'>,
  items: readonly AnalysisItem[],
): AnalysisField[] {
  const preset = (
    name: string,
    kind: AnalysisField['kind'],
    older: string | null | undefined,
    usual: string,
    choices?: string[],
  ): AnalysisField => {
    const own = items.find((item) => item.type === 'system-presets' && item.name === name)?.description;
    return { key: name, name, preset: true, kind, choices, instructions: own || older || usual, optional: false };
  };
  return [
    preset(
      `${what}_summary`,
      'string',
      settings.analysis_summary_prompt,
      `Tell in one to three sentences what the ${what} was about and how it ended.`,
    ),
    preset(
      'user_sentiment',
      'enum',
      settings.analysis_user_sentiment_prompt,
      `How the user felt about the ${what} on the whole.`,
      SENTIMENTS,
    ),
    preset(
      `${what}_successful`,
      'boolean',
      settings.analysis_successful_prompt,
      `Did the agent complete what the ${what} was for, and the conversation come to a natural end?`,
    ),
  ];
}

const inVoicemail: AnalysisField = {
  key: 'in_voicemail',
  name: 'in_voicemail',
  preset: true,
  kind: 'boolean',
  instructions: 'Was the other side a voicemail or an answering machine rather than a person?',
  optional: false,
};

function customFields(items: readonly AnalysisItem[]): AnalysisField[] {
  return items.filter((item) => item.type !== 'system-presets').map(customField);
}

function customField(item: AnalysisItem, index: number): AnalysisField {
  const lines = [`${item.name}: ${item.description ?? ''}`];
  if (item.examples?.length) lines.push(`Examples: ${item.examples.join('; ')}.`);
  if (item.conditional_prompt)
    lines.push(`Fill this in only under this condition, else null: ${item.conditional_prompt}`);
  return {
    key: `field_${index + 1}`,
    name: item.name,
    preset: false,
    kind: item.type as AnalysisField['kind'],
    choices: item.choices,
    instructions: lines.join(' '),
    optional: item.required !== true || item.conditional_prompt !== undefined,
  };
}
