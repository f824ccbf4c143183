// Those who listen to a running call, and the one of them who took it over.

import type { Bridge } from '../../interfaces/bridge.ts';
import type { CallLeg, HangupReason } from '../../interfaces/leg.ts';
import type { Matrix } from './stage/matrix.ts';

/** The contract's number. */
export const MAX_LISTENERS = 5;

export interface Audience {
  /** May this one come in: is there a seat, or does it sit already? */
  admits(participantId: string): boolean;
  /** It hears both parties from now on. Whoever came before under the same id is sent away. */
  join(leg: CallLeg, participantId: string): void;
  has(participantId: string): boolean;
  /** Who took the call over. */
  readonly speaker: string | null;
  /** This one is heard by the caller instead of the agent. */
  takeOver(participantId: string): void;
  /** Sends everybody away. */
  close(): void;
}

export interface AudienceDeps {
  bridge: Pick<Bridge, 'attach' | 'detach'>;
  matrix: Pick<Matrix, 'set'>;
  /** The one who took over has left. */
  onSpeakerGone(): void;
}

interface Listener {
  participantId: string;
  leg: CallLeg;
  sent: number;
}

export function createAudience({ bridge, matrix, onSpeakerGone }: AudienceDeps): Audience {
  const listeners = new Map<string, Listener>();
  let speaker: string | null = null;
  let closed = false;

  function route(): void {
    matrix.set({
      speaker: speaker === null ? 'agent' : (listeners.get(speaker)?.leg.id ?? null),
      listeners: [...listeners.values()].map(({ leg }) => leg.id),
    });
  }

  function leave(listener: Listener): void {
    if (listeners.get(listener.participantId) !== listener) return;
    listeners.delete(listener.participantId);
    bridge.detach(listener.leg.id);
    if (closed) return;
    route();
    if (listener.participantId === speaker) onSpeakerGone();
  }

  function send(listener: Listener, reason: HangupReason): void {
    listener.leg.send({ n: ++listener.sent, do: 'hangup', reason });
  }

  return {
    admits: (participantId) => !closed && (listeners.has(participantId) || listeners.size < MAX_LISTENERS),
    join(leg, participantId) {
      const before = listeners.get(participantId);
      const listener: Listener = { participantId, leg, sent: 0 };
      if (closed || (!before && listeners.size >= MAX_LISTENERS)) return send(listener, 'rejected');
      listeners.set(participantId, listener);
      if (before) send(before, 'ended');
      bridge.attach(leg);
      leg.onEvent((event) => {
        if (event.is === 'gone') leave(listener);
      });
      leg.send({ n: ++listener.sent, do: 'answer' });
      if (participantId === speaker) leg.send({ n: ++listener.sent, do: 'publish', on: true });
      route();
    },
    has: (participantId) => listeners.has(participantId),
    get speaker() {
      return speaker;
    },
    takeOver(participantId) {
      const listener = listeners.get(participantId);
      if (!listener) return;
      speaker = participantId;
      listener.leg.send({ n: ++listener.sent, do: 'publish', on: true });
      route();
    },
    close() {
      closed = true;
      for (const listener of [...listeners.values()]) send(listener, 'ended');
    },
  };
}
