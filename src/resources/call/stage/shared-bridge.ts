// The bridge of a call for several conversations on it: each sees a bridge of its own, with its own voice and its own utterances.

import type { Bridge, MediaEvent, TapId, Voice, VoiceId } from '../../../interfaces/bridge.ts';
import type { LegId } from '../../../interfaces/leg.ts';

export interface SharedBridge {
  /** For the first conversation: everything as it is, without what belongs to others. */
  readonly main: Bridge;
  /** For another one. Its `agent` is the voice that is named here; closing it ends its taps and what it says. */
  open(part: BridgePart): Bridge;
}

export interface BridgePart {
  /** Tells its utterances from those of others. */
  name: string;
  voice: VoiceId;
  /** Whose speech stops this voice. */
  leg: LegId;
}

/** Takes the bridge's one listener. Attaching legs and the matrix are its owner's. */
export function shareBridge(bridge: Bridge): SharedBridge {
  const parts = new Map<string, (event: MediaEvent) => void>();
  let tellMain: ((event: MediaEvent) => void) | null = null;
  const early: MediaEvent[] = [];

  function tell(event: MediaEvent): void {
    if (tellMain) tellMain(event);
    else early.push(event);
  }

  bridge.onEvent((event) => {
    if (!('utt' in event)) {
      tell(event);
      for (const hear of [...parts.values()]) hear(event);
      return;
    }
    const [name = '', utt] = event.utt.split('/');
    if (utt === undefined) return tell(event);
    parts.get(name)?.({ ...event, utt });
  });

  return {
    main: {
      callId: bridge.callId,
      clock: bridge.clock,
      attach: (leg) => bridge.attach(leg),
      detach: (leg) => bridge.detach(leg),
      routes: (routes) => bridge.routes(routes),
      voice: (id) => bridge.voice(id),
      tap: (from, tap) => bridge.tap(from, tap),
      untap: (id) => bridge.untap(id),
      onEvent(listener) {
        tellMain = listener;
        for (const event of early.splice(0)) listener(event);
      },
      endRecording: () => bridge.endRecording(),
      close: () => bridge.close(),
    },
    open: (part) =>
      openPart(bridge, part, (hear) => {
        if (hear) parts.set(part.name, hear);
        else parts.delete(part.name);
      }),
  };
}

function openPart(
  bridge: Bridge,
  { name, voice, leg }: BridgePart,
  listen: (hear: ((event: MediaEvent) => void) | null) => void,
): Bridge {
  const taps = new Set<TapId>();
  const handle = voiceOf(bridge.voice(voice), name, leg);
  return {
    callId: bridge.callId,
    clock: bridge.clock,
    attach() {},
    detach() {},
    routes() {},
    voice: () => handle,
    tap(from, tap) {
      const id = bridge.tap(from === 'agent' ? voice : from, tap);
      taps.add(id);
      return id;
    },
    untap(id) {
      taps.delete(id);
      bridge.untap(id);
    },
    onEvent: (listener) => listen(listener),
    endRecording: async () => null,
    async close() {
      listen(null);
      handle.clear();
      handle.reflex({ pauseAfterSpeechMs: null, duckGain: 1 });
      for (const id of taps) bridge.untap(id);
      taps.clear();
      return { at: bridge.clock.now(), recorded: null };
    },
  };
}

function voiceOf(voice: Voice, name: string, leg: LegId): Voice {
  return {
    gate: (utt, open) => voice.gate(`${name}/${utt}`, open),
    write: (utt, pcm, rateHz, words) => voice.write(`${name}/${utt}`, pcm, rateHz, words),
    end: (utt) => voice.end(`${name}/${utt}`),
    pause: (fadeMs) => voice.pause(fadeMs),
    resume: (rewindMs) => voice.resume(rewindMs),
    clear: (utt) => voice.clear(utt === undefined ? undefined : `${name}/${utt}`),
    loop: (asset, gain) => voice.loop(asset, gain),
    volume: (gain) => voice.volume(gain),
    reflex: (rule) => voice.reflex({ ...rule, from: leg }),
  };
}
