// The media host's side of voice activity detection: cuts streams into the model's windows, sends them off packed, turns answers into edges,
// and falls back to loudness when the answer does not come in time.

import type { MessagePort } from 'node:worker_threads';
import type { Us } from '../../interfaces/clock.ts';
import type { VadListener, VadStream } from '../bridge/vad-stream.ts';
import { createResampler, type Resampler } from '../resample.ts';
import { createEnergyVad } from './energy-vad.ts';
import { createSpeechEdges, loudest, type VadWindow } from './speech-edges.ts';
import { windowsPerMessage, type VadAnswer, type VadRequest } from './protocol.ts';

export interface VadClientDeps {
  /** Leads to the inference worker. */
  port: MessagePort | null;
  /** Steady time in µs, any origin. */
  nowUs(): number;
  /** An answer later than this is replaced by loudness. */
  lateUs?: number;
}

export interface VadClient {
  open(listener: VadListener): VadStream;
  /** Every 5 ms: sends what is whole, gives up on what is late. */
  tick(): void;
  close(): void;
  dump(): { streams: number; byModel: number; byEnergy: number; unasked: number };
}

interface Pending extends VadWindow {
  seq: number;
  sentUs: number;
  meanSquare: number;
}

/** Parts of a window whose energies refine an edge. */
const partsPerWindow = 8;
/** Where the model has just seen no speech at all, background is not put to it, but for one window in so many, which keeps it up to date. */
const surelySilent = 0.1;
const mostUnasked = 8;

export function createVadClient({ port, nowUs, lateUs = 20_000 }: VadClientDeps): VadClient {
  const streams = new Map<number, ReturnType<typeof createStream>>();
  const counts = { byModel: 0, byEnergy: 0, unasked: 0 };
  let nextId = 1;
  let outgoing: VadRequest = emptyRequest();
  let modelReady = false;

  port?.on('message', (answer: VadAnswer) => {
    modelReady = answer.ready;
    for (let i = 0; i < answer.streams.length; i++) {
      streams.get(answer.streams[i]!)?.answer(answer.seqs[i]!, answer.probabilities[i]!);
    }
  });

  function createStream(id: number, listener: VadListener) {
    const edges = createSpeechEdges(listener);
    const energy = createEnergyVad();
    const pending: Pending[] = [];
    let rateHz: 8000 | 16000 = 16000;
    let resampler: Resampler | null = null;
    let window = new Int16Array(512);
    let length = 0;
    let startAt: Us = 0;
    let seq = 0;
    let lastByModel = 1;
    let unasked = 0;

    function settle(item: Pending, probability: number | null): void {
      const byEnergy = energy.probability(item.meanSquare);
      edges.window(item, probability ?? byEnergy);
    }

    function complete(): void {
      const parts = energies(window);
      const meanSquare = parts.reduce((sum, part) => sum + part, 0) / parts.length;
      const item = { seq, at: startAt, lengthUs: (window.length * 1e6) / rateHz, parts, meanSquare, sentUs: nowUs() };
      seq++;
      length = 0;
      if (needNotAsk(parts)) {
        counts.unasked++;
        unasked++;
        return settle(item, 0);
      }
      unasked = 0;
      queueWindow(id, item.seq, rateHz, window);
      if (modelReady) pending.push(item);
      else loudnessDecides(item);
    }

    /** The caller is silent for more than half of a call, and the model is the dearest part of hearing. */
    function needNotAsk(parts: Float32Array): boolean {
      const isSilent = modelReady && pending.length === 0 && lastByModel < surelySilent;
      return isSilent && unasked < mostUnasked && energy.isBackground(loudest(parts));
    }

    function loudnessDecides(item: Pending): void {
      counts.byEnergy++;
      lastByModel = 1;
      settle(item, null);
    }

    return {
      write(pcm: Int16Array, fromHz: number, at: Us): void {
        const wanted = fromHz === 8000 ? 8000 : 16000;
        if (wanted !== rateHz) {
          rateHz = wanted;
          window = new Int16Array(rateHz === 8000 ? 256 : 512);
          length = 0;
        }
        if (fromHz !== rateHz && resampler?.fromHz !== fromHz) resampler = createResampler(fromHz, rateHz);
        const sound = fromHz === rateHz ? pcm : resampler!.process(pcm);
        for (let i = 0; i < sound.length; i++) {
          if (length === 0) startAt = at + Math.round((i * 1e6) / rateHz);
          window[length++] = sound[i]!;
          if (length === window.length) complete();
        }
      },
      answer(number: number, probability: number): void {
        if (pending[0]?.seq !== number) return;
        counts.byModel++;
        lastByModel = probability;
        settle(pending.shift()!, probability);
      },
      giveUp(now: number): void {
        while (pending.length > 0 && now - pending[0]!.sentUs > lateUs) loudnessDecides(pending.shift()!);
      },
    };
  }

  function queueWindow(id: number, seq: number, rateHz: number, window: Int16Array): void {
    if (!port) return;
    outgoing.streams.push(id);
    outgoing.seqs.push(seq);
    outgoing.rates.push(rateHz);
    outgoing.windows.push(window.slice());
    if (outgoing.streams.length >= windowsPerMessage) send();
  }

  function send(): void {
    if (outgoing.streams.length === 0 && outgoing.closed.length === 0) return;
    port?.postMessage(outgoing);
    outgoing = emptyRequest();
  }

  return {
    open(listener) {
      const id = nextId++;
      const stream = createStream(id, listener);
      streams.set(id, stream);
      return {
        write: stream.write,
        close() {
          if (streams.delete(id)) outgoing.closed.push(id);
        },
      };
    },
    tick() {
      send();
      const now = nowUs();
      for (const stream of streams.values()) stream.giveUp(now);
    },
    close: () => port?.close(),
    dump: () => ({ streams: streams.size, ...counts }),
  };
}

function emptyRequest(): VadRequest {
  return { streams: [], seqs: [], rates: [], windows: [], closed: [] };
}

function energies(window: Int16Array): Float32Array {
  const parts = new Float32Array(partsPerWindow);
  const size = window.length / partsPerWindow;
  for (let i = 0; i < window.length; i++) parts[Math.floor(i / size)]! += (window[i]! * window[i]!) / size;
  return parts;
}
