// A custom LLM program in virtual time: its socket is two functions, and every frame that it gets is kept.

import type { EgressSocket, SocketEgress, SocketEvent } from '../../src/interfaces/egress.ts';
import type { PeerFrame } from './custom-llm-peer.ts';

export interface ScriptedSocket {
  sockets: SocketEgress;
  /** What the program got, in order. */
  frames: PeerFrame[];
  of(interaction: string): PeerFrame[];
  send(frame: object): void;
  say(response_id: number, content: string, content_complete?: boolean, more?: object): void;
  close(code: number): void;
  readonly closedWith: number | null;
}

/** `onFrame`: what the program does with what it gets. */
export function createScriptedSocket(onFrame?: (frame: PeerFrame, socket: ScriptedSocket) => void): ScriptedSocket {
  const frames: PeerFrame[] = [];
  const early: SocketEvent[] = [];
  let listener: ((event: SocketEvent) => void) | undefined;
  let closedWith: number | null = null;

  function tell(event: SocketEvent): void {
    if (listener) listener(event);
    else early.push(event);
  }

  const end: EgressSocket = {
    send(text) {
      const frame = JSON.parse(text) as PeerFrame;
      frames.push(frame);
      onFrame?.(frame, socket);
    },
    bufferedBytes: 0,
    onEvent(given) {
      listener = given;
      for (const event of early.splice(0)) given(event);
    },
    async close(code) {
      closedWith ??= code;
    },
  };
  const send = (frame: object): void => tell({ is: 'text', text: JSON.stringify(frame) });
  const socket: ScriptedSocket = {
    sockets: { openSocket: async () => end },
    frames,
    of: (interaction) => frames.filter(({ interaction_type }) => interaction_type === interaction),
    send,
    say: (response_id, content, content_complete = true, more = {}) =>
      send({ response_type: 'response', response_id, content, content_complete, ...more }),
    close: (code) => tell({ is: 'closed', code, fault: null }),
    get closedWith() {
      return closedWith;
    },
  };
  return socket;
}
