// What is to be found out about a call: the presets, and what the agent asks for, as fields of one JSON answer.

/** An entry of the contract's `post_call_analysis_data`. */
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
  const custom = items.filter((item) => item.type !== 'system-presets');
  return [...presets(settings, items), ...custom.map(customField)];
}

function presets(settings: AnalysisSettings, items: AnalysisItem[]): AnalysisField[] {
  const prompt = (name: string, older: string | null | undefined, usual: string): string =>
    items.find((item) => item.type === 'system-presets' && item.name === name)?.description || older || usual;
  const preset = (
    name: string,
    kind: AnalysisField['kind'],
    instructions: string,
    choices?: string[],
  ): AnalysisField => ({
    key: name,
    name,
    preset: true,
    kind,
    choices,
    instructions,
    optional: false,
  });
  return [
    preset(
      'call_summary',
      'string',
      prompt(
        'call_summary',
        settings.analysis_summary_prompt,
        'Tell in one to three sentences what the call was about and how it ended.',
      ),
    ),
    preset(
      'user_sentiment',
      'enum',
      prompt(
        'user_sentiment',
        settings.analysis_user_sentiment_prompt,
        'How the user felt about the call on the whole.',
      ),
      SENTIMENTS,
    ),
    preset(
      'call_successful',
      'boolean',
      prompt(
        'call_successful',
        settings.analysis_successful_prompt,
        'Did the agent complete what the call was for, and the conversation come to a natural end?',
      ),
    ),
    preset('in_voicemail', 'boolean', 'Was the other side a voicemail or an answering machine rather than a person?'),
  ];
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
