// Which vendor thinks under which model name: the names of the contract, and any other by how it begins.

export type MindVendor = 'openai' | 'anthropic' | 'google';

export interface ModelRoute {
  vendor: MindVendor;
  /** The name on the vendor's wire. */
  model: string;
}

/** Names of the contract whose name on the vendor's wire is another one. All others are the vendor's own. */
const renamed: Record<string, string> = {
  'claude-3.5-haiku': 'claude-3-5-haiku-latest',
  'claude-3.7-sonnet': 'claude-3-7-sonnet-latest',
  'claude-4.0-sonnet': 'claude-sonnet-4-0',
  'claude-4.5-sonnet': 'claude-sonnet-4-5',
  'claude-4.6-sonnet': 'claude-sonnet-4-6',
  'claude-4.5-haiku': 'claude-haiku-4-5',
  'gemini-3.0-flash': 'gemini-3-flash-preview',
};

const beginnings: readonly [RegExp, MindVendor][] = [
  [/^(gpt-|chatgpt-|o\d|ft:gpt)/, 'openai'],
  [/^claude-/, 'anthropic'],
  [/^(gemini-|gemma-)/, 'google'],
];

/** Used when an agent names no model, or one that this installation cannot reach; the first vendor that is set up answers. */
export const defaultModels: readonly ModelRoute[] = [
  { vendor: 'openai', model: 'gpt-4.1' },
  { vendor: 'anthropic', model: 'claude-haiku-4-5' },
  { vendor: 'google', model: 'gemini-2.5-flash' },
];

/** Undefined when the name tells no vendor: a model of one's own server. */
export function routeModel(name: string): ModelRoute | undefined {
  const vendor = beginnings.find(([beginning]) => beginning.test(name))?.[1];
  return vendor && { vendor, model: renamed[name] ?? name };
}
