// The client class. Names, options and events are those of retell-client-js-sdk 2.x; `serverUrl`, `level()` and the live events are ours.

import { EventEmitter } from 'eventemitter3';
import {
  ConnectionState,
  createAudioAnalyser,
  LocalAudioTrack,
  ParticipantEvent,
  RemoteAudioTrack,
  Room,
  RoomEvent,
  Track,
} from 'livekit-client';
import type { LocalTrackPublication, RemoteParticipant, RemoteTrack, RemoteTrackPublication } from 'livekit-client';
import { parseServerMessage } from './call-events.ts';
import type { CallEvents, ServerMessage } from './call-events.ts';
import { createLevelMeter } from './level-meter.ts';
import type { LevelMeter } from './level-meter.ts';
import { resolveServerUrl } from './server-url.ts';

export interface WebClientOptions {
  /** Base URL of the Ringback server. Default: where `/web-client.js` came from, else the page's origin. */
  serverUrl?: string;
}

export interface StartCallConfig {
  /** `access_token` of create-web-call. */
  accessToken: string;
  serverUrl?: string;
  /** Sample rate asked of the microphone, Hz. */
  sampleRate?: number;
  captureDeviceId?: string;
  playbackDeviceId?: string;
  /** Fire `audio` with the agent's raw samples once a frame. */
  emitRawAudioSamples?: boolean;
  /** Make `level()` work. Costs an audio graph per direction. */
  measureLevels?: boolean;
}

export type Speaker = 'user' | 'agent';

/** The agent's voice for drawings. */
export interface AudioAnalyser {
  /** 0..1 */
  calculateVolume: () => number;
  analyser: AnalyserNode;
  cleanup: () => Promise<void>;
}

/** An emitter whose known events are typed; any other name is allowed, as in the official client. */
interface CallEmitter extends Omit<EventEmitter, 'on' | 'once' | 'addListener'> {
  on<Name extends keyof CallEvents>(event: Name, listener: CallEvents[Name], context?: unknown): this;
  on(event: string | symbol, listener: (...args: any[]) => void, context?: unknown): this;
  once<Name extends keyof CallEvents>(event: Name, listener: CallEvents[Name], context?: unknown): this;
  once(event: string | symbol, listener: (...args: any[]) => void, context?: unknown): this;
  addListener<Name extends keyof CallEvents>(event: Name, listener: CallEvents[Name], context?: unknown): this;
  addListener(event: string | symbol, listener: (...args: any[]) => void, context?: unknown): this;
}

/** Identity of the agent's side in every room, and the name of its track. */
const agentIdentity = 'server';
const agentTrackName = 'agent_audio';

/** After the agent left, the call waits this long for the server's own goodbye. */
const agentGoneMs = 500;

/** One call at a time; the same object can be used for the next one after `call_ended`. */
export class RetellWebClient extends (EventEmitter as unknown as new () => CallEmitter) {
  /** Is the agent speaking right now? */
  isAgentTalking = false;
  /** Analyser of the agent's voice; only with `emitRawAudioSamples`, from `call_ready` to `call_ended`. */
  analyzerComponent?: AudioAnalyser;

  readonly #serverUrl: string | undefined;
  #room: Room | undefined;
  #connected = false;
  #meters: Partial<Record<Speaker, LevelMeter>> = {};
  #frame: number | undefined;

  constructor(options: WebClientOptions = {}) {
    super();
    this.#serverUrl = options.serverUrl;
  }

  /** Joins the call and opens the microphone. Never rejects: what goes wrong comes as `error`. */
  async startCall(config: StartCallConfig): Promise<void> {
    if (this.#room) this.stopCall();
    const room = new Room(roomOptions(config));
    this.#room = room;
    this.#listen(room, config);
    try {
      await room.connect(resolveServerUrl(config.serverUrl ?? this.#serverUrl), config.accessToken);
    } catch (error) {
      if (this.#room !== room) return;
      this.#room = undefined;
      console.error('Error starting call', error);
      this.emit('error', 'Error starting call');
      return;
    }
    if (this.#room !== room) return void room.disconnect();
    this.#connected = true;
    this.#setMicrophone(room, true);
    this.emit('call_started');
  }

  /** For browsers that hold sound back until the person acts: call it from a click. */
  async startAudioPlayback(): Promise<void> {
    await this.#room?.startAudio();
  }

  /** Leaves the call; also while it is still connecting. Harmless without one. */
  stopCall(): void {
    const room = this.#room;
    if (!room) return;
    const wasConnected = this.#connected;
    this.#room = undefined;
    this.#connected = false;
    this.isAgentTalking = false;
    this.#closeAnalysers();
    if (wasConnected) this.emit('call_ended');
    void room.disconnect();
  }

  mute(): void {
    if (this.#connected && this.#room) this.#setMicrophone(this.#room, false);
  }

  unmute(): void {
    if (this.#connected && this.#room) this.#setMicrophone(this.#room, true);
  }

  /** How loud this side is right now, 0..1 (RMS). 0 without `measureLevels`. */
  level(of: Speaker): number {
    return this.#meters[of]?.level() ?? 0;
  }

  #setMicrophone(room: Room, on: boolean): void {
    room.localParticipant.setMicrophoneEnabled(on).catch((error: unknown) => {
      if (this.#room !== room) return;
      console.error('Error switching the microphone', error);
      this.emit('error', `Microphone: ${error instanceof Error ? error.message : String(error)}`);
    });
  }

  #listen(room: Room, config: StartCallConfig): void {
    const current = () => this.#room === room;
    room.on(RoomEvent.Disconnected, () => {
      if (current() && this.#connected) this.stopCall();
    });
    let broken = false;
    const endWithoutAgent = () => {
      // A room that is joined anew forgets everybody first: who is gone is known when it is joined.
      if (!current() || broken || room.getParticipantByIdentity(agentIdentity)) return;
      if (this.#connected) this.stopCall();
      // Still connecting: `connect` fails and says so.
      else void room.disconnect();
    };
    room.on(RoomEvent.ConnectionStateChanged, (state) => {
      const isBroken = state === ConnectionState.Reconnecting || state === ConnectionState.SignalReconnecting;
      const isBack = broken && state === ConnectionState.Connected;
      if (current() && isBroken && !broken) this.emit('reconnecting');
      if (current() && isBack) this.emit('reconnected');
      broken = isBroken;
      if (isBack) setTimeout(endWithoutAgent, agentGoneMs);
    });
    room.on(RoomEvent.ParticipantDisconnected, (participant: RemoteParticipant) => {
      if (participant.identity === agentIdentity) setTimeout(endWithoutAgent, agentGoneMs);
    });
    room.on(RoomEvent.TrackSubscribed, (track: RemoteTrack, publication: RemoteTrackPublication) => {
      if (current()) this.#playTrack(track, publication, config);
    });
    room.localParticipant.on(ParticipantEvent.LocalTrackPublished, ({ track }: LocalTrackPublication) => {
      if (current() && config.measureLevels && track instanceof LocalAudioTrack) this.#measure('user', track);
    });
    room.on(RoomEvent.DataReceived, (payload: Uint8Array, participant?: RemoteParticipant) => {
      if (!current() || participant?.identity !== agentIdentity) return;
      const message = parseServerMessage(payload);
      if (message) this.#take(message);
    });
  }

  #playTrack(track: RemoteTrack, publication: RemoteTrackPublication, config: StartCallConfig): void {
    if (track.kind !== Track.Kind.Audio || !(track instanceof RemoteAudioTrack)) return;
    if (publication.trackName === agentTrackName) {
      this.emit('call_ready');
      if (config.emitRawAudioSamples) {
        this.analyzerComponent = createAudioAnalyser(track);
        this.#frame = requestAnimationFrame(() => this.#emitSamples());
      }
      if (config.measureLevels) this.#measure('agent', track);
    }
    track.attach();
  }

  #measure(who: Speaker, track: LocalAudioTrack | RemoteAudioTrack): void {
    this.#meters[who]?.close();
    this.#meters[who] = createLevelMeter(track);
  }

  #emitSamples(): void {
    if (!this.analyzerComponent) return;
    const { analyser } = this.analyzerComponent;
    const samples = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(samples);
    this.emit('audio', samples);
    this.#frame = requestAnimationFrame(() => this.#emitSamples());
  }

  #take(message: ServerMessage): void {
    switch (message.event_type) {
      case 'agent_start_talking':
      case 'agent_stop_talking':
        this.isAgentTalking = message.event_type === 'agent_start_talking';
        this.emit(message.event_type);
        return;
      case 'user_start_talking':
      case 'user_stop_talking':
        this.emit(message.event_type);
        return;
      default:
        this.emit(message.event_type, message);
    }
  }

  #closeAnalysers(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    void this.analyzerComponent?.cleanup();
    this.analyzerComponent = undefined;
    for (const meter of Object.values(this.#meters)) meter.close();
    this.#meters = {};
  }
}

/** Mono microphone with the browser's echo cancelling. Two peer connections: the form of the protocol that every server speaks. */
function roomOptions(config: StartCallConfig): ConstructorParameters<typeof Room>[0] {
  return {
    singlePeerConnection: false,
    audioCaptureDefaults: {
      autoGainControl: true,
      echoCancellation: true,
      noiseSuppression: true,
      channelCount: 1,
      deviceId: config.captureDeviceId,
      sampleRate: config.sampleRate,
    },
    audioOutput: { deviceId: config.playbackDeviceId },
  };
}
