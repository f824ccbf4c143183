// Model files on this machine: fetched on first need, believed only by their hash.

/** The local models by role. */
export type ModelName = 'silero' | 'smart-turn' | 'whisper-base' | 'piper-joe' | 'minilm';

export interface ModelStore {
  /** Folder that holds the model's files, whole and verified; null while it is not there. */
  folder(name: ModelName): string | null;
  /** Fetches what is missing (one fetch however many ask) and gives the folder. Throws with what was tried and what to do. */
  ensure(name: ModelName, signal?: AbortSignal): Promise<string>;
  status(): ModelStatus[];
  onChange(listener: (status: ModelStatus) => void): void;
}

export interface ModelStatus {
  name: ModelName;
  state: 'absent' | 'fetching' | 'ready' | 'failed';
  bytes: number;
  bytesDone: number;
  /** Where it comes from, or why it failed. */
  detail: string;
}
