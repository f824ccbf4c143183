// Somebody in a web call, as whoever speaks and listens by program has it: what `joinCall` asks for and gives.

export interface JoinOptions {
  /** `http(s)://` or `ws(s)://` address of the server. */
  url: string;
  token: string;
  /** Rate of the agent's sound as it is handed over, Hz. */
  hearRateHz?: 16000 | 24000 | 48000;
  /** Our own address for ICE. */
  address?: string;
  /** Looks at (and may change) each candidate of the server; null drops it. For tests with a relay. */
  mapCandidate?(candidate: string): string | null;
  signal?: AbortSignal;
  /** The loss of the signalling socket ends the call. Default false: `resume` may bring it back. */
  endWhenLost?: boolean;
}

export interface HeardPacket {
  sequence: number;
  timestamp: number;
  marker: boolean;
  /** Steady time of arrival, µs. */
  arrivedUs: number;
  bytes: number;
}

export interface CallClient {
  readonly participantSid: string;
  /** Says this after what was said before, in real time. Mono pcm16. Silence is sent while there is nothing to say. */
  say(pcm: Int16Array, rateHz: number): void;
  /** Resolves when everything given to `say` has been sent, or the call is over. */
  said(): Promise<void>;
  /** The agent's sound: frames of 20 ms in order, holes concealed. One listener. */
  onSound(listener: (pcm: Int16Array, rateHz: number) => void): void;
  onPacket(listener: (packet: HeardPacket) => void): void;
  /** JSON data messages of the server. One listener; earlier ones are delivered first. */
  onData(listener: (json: unknown) => void): void;
  sendData(json: unknown): void;
  mute(on: boolean): void;
  /** Asks once more for the microphone: who only listened may be let speak by now. */
  publish(): void;
  /** Both connections are up and our microphone is published. Rejects when the call ends before that. */
  readonly connected: Promise<void>;
  /** The call is over: by the server, by us, or because the socket was lost. */
  readonly ended: Promise<{ by: 'server' | 'us' | 'lost'; reason: number }>;
  /** After the socket was lost: comes back to the same call with the same microphone. */
  resume(url?: string): Promise<void>;
  /** Cuts the signalling socket without a word. */
  cutSocket(): void;
  leave(): Promise<void>;
  /** Disappears without a word, as a killed browser does. */
  kill(): Promise<void>;
}
