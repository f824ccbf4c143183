// Messages of ElevenLabs' stream-input socket. https://elevenlabs.io/docs/api-reference/websockets

/** Characters of the text with their times in ms from the start of the sound in the same message. */
export interface Alignment {
  chars: string[];
  charStartTimesMs: number[];
  charDurationsMs?: number[];
  /** The name that ElevenLabs' reference gives to the same; servers were seen to send either. */
  charsDurationsMs?: number[];
}

export interface ElevenLabsMessage {
  /** Base64. */
  audio?: string | null;
  isFinal?: boolean | null;
  alignment?: Alignment | null;
  /** Set together with `message` when ElevenLabs gives up; the socket closes behind it. */
  error?: string;
  message?: string;
  code?: number;
}

/** Reads one message; throws when it is not JSON of an object. */
export function readMessage(text: string): ElevenLabsMessage {
  const json: unknown = JSON.parse(text);
  if (typeof json !== 'object' || json === null) throw new TypeError('not an object');
  return json as ElevenLabsMessage;
}

/** The HTTP status that says the same as an error of the socket. */
export function statusOf(message: ElevenLabsMessage): number {
  const text = `${message.error ?? ''} ${message.message ?? ''}`;
  if (/api_key|unauthor|authenticat/i.test(text)) return 401;
  if (/quota|credit/i.test(text)) return 402;
  if (/voice_not_found|model_not_found|not_found|does not exist/i.test(text)) return 404;
  if (/rate|too_many|concurren|busy/i.test(text)) return 429;
  if (/internal|server|unavailable/i.test(text) || message.code === 1011) return 500;
  return 400;
}
