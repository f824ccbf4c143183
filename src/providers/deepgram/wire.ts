// Messages of Deepgram's live socket. https://developers.deepgram.com/reference/speech-to-text/listen-streaming

/** The one answer that matters. Times in seconds of the stream. */
export interface DeepgramResults {
  type: 'Results';
  start: number;
  duration: number;
  /** This stretch will not change any more. */
  is_final: boolean;
  /** Deepgram heard the end of speech. */
  speech_final: boolean;
  /** The answer to our `Finalize`. */
  from_finalize?: boolean;
  channel: { alternatives: { transcript: string; words: DeepgramWord[] }[] };
}

export interface DeepgramWord {
  word: string;
  punctuated_word?: string;
  start: number;
  end: number;
}

/** Reads one message. Undefined: known and of no interest. Throws when it is not what Deepgram sends. */
export function readMessage(text: string): DeepgramResults | { type: 'Error'; description: string } | undefined {
  const json = JSON.parse(text) as { type?: unknown; description?: unknown; channel?: unknown };
  if (typeof json?.type !== 'string') throw new TypeError('a message without a type');
  if (json.type === 'Error') return { type: 'Error', description: String(json.description ?? '') };
  if (json.type !== 'Results') return undefined;
  const results = json as DeepgramResults;
  if (!Array.isArray(results.channel?.alternatives)) throw new TypeError('Results without alternatives');
  return results;
}
