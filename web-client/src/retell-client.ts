// The newer client class: one call of `/v3/create-web-call` over WebRTC with plain HTTP signalling. No library, one connection.

import { resolveServerUrl } from './server-url.ts';

export type CallStatus = 'connecting' | 'live' | 'reconnecting' | 'ended' | 'replaced';

/** One utterance, as far as it was heard. Word times are seconds of call audio. */
export interface TranscriptUtterance {
  role: 'agent' | 'user' | 'transfer_target';
  content: string;
  words?: { word?: string; start?: number; end?: number }[];
}

export interface NodeTransition {
  former_node_id: string;
  former_node_name: string;
  new_node_id: string;
  new_node_name: string;
}

export interface CallEnd {
  /** The call's `disconnection_reason`; null when the server did not say it, `replaced` when another window took the call. */
  reason: string | null;
}

export interface WebCallConfig {
  /** `call_id`, `access_token` and `ice_servers` of create-web-call. */
  callId: string;
  accessToken: string;
  iceServers?: RTCIceServer[];
  captureDeviceId?: string;
  playbackDeviceId?: string;
  onStatus?(status: CallStatus): void;
  /** The last five utterances, each time one of them changes. */
  onTranscript?(transcript: TranscriptUtterance[]): void;
  onNodeTransition?(transition: NodeTransition): void;
  /** Raw samples of the agent's voice, once a frame. */
  onAudio?(samples: Float32Array): void;
  /** Once, always last. */
  onEnd?(end: CallEnd): void;
  onError?(error: Error): void;
}

export interface WebCall {
  readonly status: CallStatus;
  mute(): void;
  unmute(): void;
  /** For browsers that hold sound back until the person acts: call it from a click. */
  startAudioPlayback(): Promise<void>;
  /** Hangs up. Idempotent. */
  stop(): void;
}

/** The server waits this long for a client that lost its network, ms. */
const comeBackMs = 15_000;
const retryMs = 2_000;

export class RetellClient {
  readonly #serverUrl: string | undefined;

  /** `serverUrl`: as for RetellWebClient. */
  constructor(options: { serverUrl?: string } = {}) {
    this.#serverUrl = options.serverUrl;
  }

  /** Opens the microphone and joins. Rejects, after `onError`, when there is no microphone or the server says no. */
  async createWebCall(config: WebCallConfig): Promise<WebCall> {
    const sessions = `${resolveServerUrl(this.#serverUrl)}/webrtc-proxy/${encodeURIComponent(config.callId)}/v1/webrtc/sessions`;
    const call = new GatewayCall(config, sessions);
    await call.join();
    return call;
  }
}

class GatewayCall implements WebCall {
  status: CallStatus = 'connecting';
  readonly #config: WebCallConfig;
  readonly #sessions: string;
  readonly #connection: RTCPeerConnection;
  readonly #player = new Audio();
  #session: string | undefined;
  readonly #early: RTCIceCandidate[] = [];
  #microphone: MediaStream | undefined;
  #audio: { context: AudioContext; frame: number } | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #lostAt: number | undefined;
  readonly #onHide = () => this.stop();

  constructor(config: WebCallConfig, sessions: string) {
    this.#config = config;
    this.#sessions = sessions;
    this.#connection = new RTCPeerConnection({ iceServers: config.iceServers ?? [], bundlePolicy: 'max-bundle' });
  }

  async join(): Promise<void> {
    this.#config.onStatus?.('connecting');
    try {
      const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
      const deviceId = this.#config.captureDeviceId;
      this.#microphone = await navigator.mediaDevices.getUserMedia({
        audio: { ...audio, ...(deviceId && { deviceId }) },
      });
      this.#listen(this.#microphone);
      const { session_id, sdp } = await this.#ask('POST', this.#sessions, { sdp: await this.#offer() });
      this.#session = session_id;
      await this.#connection.setRemoteDescription({ type: 'answer', sdp: sdp ?? '' });
      this.#trickle(this.#early.splice(0));
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      this.#config.onError?.(failure);
      this.#end('ended', null);
      throw failure;
    }
  }

  mute(): void {
    this.#openMicrophone(false);
  }

  unmute(): void {
    this.#openMicrophone(true);
  }

  async startAudioPlayback(): Promise<void> {
    await this.#player.play();
  }

  stop(): void {
    if (this.#isOver()) return;
    if (this.#session !== undefined) {
      const headers = this.#headers();
      fetch(`${this.#sessions}/${this.#session}`, { method: 'DELETE', headers, keepalive: true }).catch(() => {});
    }
    this.#end('ended', 'user_hangup');
  }

  #listen(microphone: MediaStream): void {
    const connection = this.#connection;
    for (const track of microphone.getAudioTracks()) connection.addTrack(track, microphone);
    const channel = connection.createDataChannel('events', { ordered: true });
    channel.onmessage = ({ data }) => this.#take(String(data));
    connection.ontrack = ({ track }) => this.#play(new MediaStream([track]));
    connection.onicecandidate = ({ candidate }) => {
      if (candidate) this.#trickle([candidate]);
    };
    connection.onconnectionstatechange = () => this.#watch(connection.connectionState);
    addEventListener('pagehide', this.#onHide);
  }

  async #offer(iceRestart = false): Promise<string> {
    await this.#connection.setLocalDescription(await this.#connection.createOffer({ iceRestart }));
    return this.#connection.localDescription?.sdp ?? '';
  }

  /** A candidate under a name that only this machine knows is of no use to the server. */
  #trickle(candidates: RTCIceCandidate[]): void {
    if (this.#session === undefined) return void this.#early.push(...candidates);
    const useful = candidates.filter(({ candidate }) => candidate !== '' && !candidate.includes('.local'));
    if (useful.length === 0 || this.#isOver()) return;
    this.#ask('PATCH', `${this.#sessions}/${this.#session}`, { candidates: useful }).catch(() => {});
  }

  #watch(state: RTCPeerConnectionState): void {
    if (this.#isOver()) return;
    if (state === 'connected') {
      this.#lostAt = undefined;
      clearTimeout(this.#retry);
      if (this.status === 'reconnecting') this.#become('live');
    } else if ((state === 'disconnected' || state === 'failed') && this.#lostAt === undefined) {
      this.#lostAt = performance.now();
      this.#become('reconnecting');
      void this.#comeBack();
    }
  }

  /** Offers anew until the connection is back or the server's patience is over. */
  async #comeBack(): Promise<void> {
    if (this.#isOver() || this.#lostAt === undefined) return;
    if (performance.now() - this.#lostAt > comeBackMs) return this.#end('ended', null);
    this.#retry = setTimeout(() => void this.#comeBack(), retryMs);
    try {
      const { sdp } = await this.#ask('PATCH', `${this.#sessions}/${this.#session}`, { sdp: await this.#offer(true) });
      if (sdp && this.#connection.signalingState === 'have-local-offer')
        await this.#connection.setRemoteDescription({ type: 'answer', sdp });
    } catch {
      // The next try says more.
    }
  }

  #take(text: string): void {
    let message: { type?: string; [field: string]: any };
    try {
      message = JSON.parse(text) as typeof message;
    } catch {
      return;
    }
    if (message.type === 'transcript') this.#config.onTranscript?.(message.transcript);
    else if (message.type === 'node_transition') this.#config.onNodeTransition?.(message as unknown as NodeTransition);
    else if (message.type === 'status' && message.state === 'live') this.#become('live');
    else if (message.type === 'status' && message.state === 'replaced') this.#end('replaced', 'replaced');
    else if (message.type === 'status' && message.state === 'ended')
      this.#end('ended', message.disconnection_reason ?? null);
  }

  #play(stream: MediaStream): void {
    const { playbackDeviceId, onAudio } = this.#config;
    this.#player.srcObject = stream;
    if (playbackDeviceId) void this.#player.setSinkId?.(playbackDeviceId).catch(() => {});
    // Held back by the browser until a click: startAudioPlayback.
    this.#player.play().catch(() => {});
    if (!onAudio) return;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(analyser);
    const emit = (): void => {
      const samples = new Float32Array(analyser.fftSize);
      analyser.getFloatTimeDomainData(samples);
      onAudio(samples);
      audio.frame = requestAnimationFrame(emit);
    };
    const audio = { context, frame: requestAnimationFrame(emit) };
    this.#audio = audio;
  }

  #openMicrophone(on: boolean): void {
    for (const track of this.#microphone?.getAudioTracks() ?? []) track.enabled = on;
  }

  #headers(): Record<string, string> {
    return { authorization: `Bearer ${this.#config.accessToken}`, 'content-type': 'application/json' };
  }

  async #ask(method: string, url: string, body: object): Promise<{ session_id: string; sdp?: string }> {
    const response = await fetch(url, { method, headers: this.#headers(), body: JSON.stringify(body) });
    const answer = (await response.json()) as { session_id: string; sdp?: string; message?: string };
    if (!response.ok) throw new Error(answer.message ?? `the server answered ${response.status}`);
    return answer;
  }

  #become(status: CallStatus): void {
    if (this.#isOver() || this.status === status) return;
    this.status = status;
    this.#config.onStatus?.(status);
  }

  #isOver(): boolean {
    return this.status === 'ended' || this.status === 'replaced';
  }

  #end(status: 'ended' | 'replaced', reason: string | null): void {
    if (this.#isOver()) return;
    this.#become(status);
    clearTimeout(this.#retry);
    removeEventListener('pagehide', this.#onHide);
    if (this.#audio) {
      cancelAnimationFrame(this.#audio.frame);
      void this.#audio.context.close();
    }
    for (const track of this.#microphone?.getTracks() ?? []) track.stop();
    this.#connection.close();
    this.#player.srcObject = null;
    this.#config.onEnd?.({ reason });
  }
}
