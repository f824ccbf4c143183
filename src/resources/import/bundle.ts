// What an import brings, whatever form it came in: documents with the ids that they had where they come from.

export type Document = Record<string, unknown>;

export interface Bundle {
  agents: ImportedAgent[];
  engines: ImportedEngine[];
  components: ImportedComponent[];
  /** What was found and cannot be used, in words. */
  unusable: string[];
}

export interface ImportedAgent {
  /** For the report: its name, else its id or place. */
  label: string;
  channel: 'voice' | 'chat';
  /** As exported, without the engine's document. */
  body: Document;
  /** The engine's id where it comes from, or one made up for a document that has none; null for a custom LLM. */
  engineId: string | null;
}

export interface ImportedEngine {
  id: string;
  type: 'retell-llm' | 'conversation-flow';
  document: Document;
}

export interface ImportedComponent {
  id: string;
  document: Document;
}

export function emptyBundle(): Bundle {
  return { agents: [], engines: [], components: [], unusable: [] };
}
