// Starts a media host (a worker thread) and its inference worker, and gives the handle that sessions and signalling use.

import { networkInterfaces } from 'node:os';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { Bridge, Fault, FrameSink, HostLoad, MediaHost, MediaSummary, TapId } from '../../interfaces/bridge.ts';
import type { LegId } from '../../interfaces/leg.ts';
import { slotUs } from '../bridge/media-time.ts';
import { startInferenceWorker, type InferenceWorker } from '../inference/start-inference-worker.ts';
import type { OpenPhonePeer, RtpNews } from '../rtp/rtp-protocol.ts';
import type { PeerNews, PeerOrder } from '../webrtc/peer-protocol.ts';
import { createBytePacker, unpackBytes, type StreamNumber } from './byte-pack.ts';
import { tapNumber, unpackFrames } from './frame-pack.ts';
import { createMediaClock } from './media-clock.ts';
import { withOwnSweeping } from './own-sweeping.ts';
import type { HostNews, HostOrder, HostReady, HostWarm, HostWorkerData } from './protocol.ts';
import { RemoteBridge } from './remote-bridge.ts';
import { steadyUs } from './steady-time.ts';
import { raiseThreadPriority } from './thread-priority.ts';

export interface MediaHostOptions {
  /** First and last UDP port for web calls; null = any. */
  udpPorts: [number, number] | null;
  /** The same for calls of the telephone. */
  rtpPorts?: [number, number] | null;
  /** The address that callers reach us at, for servers behind NAT; null = this machine's own addresses. */
  advertisedIp: string | null;
  /** The Silero file, if it is there already. */
  vadModelFile?: string | null;
  log?(message: string, fields?: Record<string, unknown>): void;
}

/** A media host as main composes it: bridges for sessions, peers for the LiveKit-protocol endpoint. */
export interface RunningMediaHost extends MediaHost {
  /** From now on voice activity is judged by this Silero file. */
  useVadModel(file: string): void;
  /** The media host's end of a browser's leg. `onNews` gets what its peer says. */
  peer(leg: LegId, onNews: (news: PeerNews) => void): { send(order: PeerOrder): void };
  /** The media host's end of a leg of the telephone. An order to close is answered by its last quality and `closed`. */
  phonePeer: OpenPhonePeer;
  /** Counters of ticker, peers, bridges, voice activity; undefined when the host is gone. */
  dump(): Promise<unknown>;
  /** Ends the thread as a fault in it would, once it is warm. */
  terminate(): Promise<void>;
}

/** A bridge that does not answer in this time is given up. */
const closeLimitMs = 2000;
const dumpLimitMs = 2000;

/** Resolves when the thread is up. Rejects when it cannot start. */
export async function startMediaHost(options: MediaHostOptions): Promise<RunningMediaHost> {
  const inference = startInferenceWorker({ log: options.log });
  if (options.vadModelFile) inference.useModel(options.vadModelFile);
  const channel = new MessageChannel();
  const data: HostWorkerData & { session: MessagePort; vad: MessagePort } = {
    udpPorts: options.udpPorts,
    rtpPorts: options.rtpPorts ?? null,
    addresses: addressesToOffer(options.advertisedIp),
    session: channel.port2,
    vad: inference.port,
  };
  const { host, ready } = await withOwnSweeping(async () => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      name: 'media host',
      workerData: data,
      transferList: [channel.port2, inference.port],
      // Next to nothing outlives a tick: room to collect it in would be memory of every call and nothing else.
      resourceLimits: { maxYoungGenerationSizeMb: 12 },
    });
    const host = createHandle(worker, channel.port1, inference, options.log);
    const ready = await new Promise<HostReady>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('the media host ended while starting')));
    });
    return { host, ready };
  });
  host.setPriority(await raiseThreadPriority(ready.tid));
  return host;
}

function createHandle(worker: Worker, port: MessagePort, inference: InferenceWorker, log: MediaHostOptions['log']) {
  const bridges = new Map<number, RemoteBridge>();
  const sinks = new Map<number, FrameSink>();
  /** Each hears the news of its own wire alone. */
  const peers = new Map<LegId, (news: HostNews['peers'][number]['news']) => void>();
  const streams = new Map<StreamNumber, (news: RtpNews) => void>();
  const legFrames = createBytePacker();
  let legFramesTimer: NodeJS.Timeout | undefined;
  const replies = new Map<number, (value: unknown) => void>();
  const exitListeners: ((why: Fault) => void)[] = [];
  let orders: HostOrder[] = [];
  let nextNumber = 1;
  let load: HostLoad = { legs: 0, tickLateMs: 0, priority: 'normal' };
  let fault: Fault | null = null;
  let lastError = 'the media host ended';
  let closing: Promise<void> | null = null;

  const warm = Promise.withResolvers<void>();
  port.on('message', takeNews);
  worker.on('message', (message: HostReady | HostWarm) => message === 'warm' && warm.resolve());
  worker.on('error', (error) => (lastError = error instanceof Error ? error.message : String(error)));
  const exited = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      warm.resolve();
      clearTimeout(legFramesTimer);
      fault = { message: lastError, fatal: true };
      port.close();
      for (const answer of replies.values()) answer(undefined);
      replies.clear();
      // Those who end whole calls first: that a leg is without sound is not why its call ends.
      if (!closing) for (const listener of exitListeners) listener(fault);
      for (const onNews of streams.values()) onNews({ is: 'died' });
      streams.clear();
      resolve();
    });
  });

  function takeNews(news: HostNews): void {
    if (news.frames) unpackFrames(news.frames, (_bridge, tap, pcm, at) => sinks.get(tap)?.(pcm, at));
    if (news.legFrames) deliverLegFrames(news.legFrames);
    for (const { bridge, event } of news.events) bridges.get(bridge)?.deliver(event);
    for (const { leg, news: item } of news.peers) {
      peers.get(leg)?.(item);
      if (item.is === 'closed') peers.delete(leg);
    }
    for (const { reply, value } of news.replies) {
      replies.get(reply)?.(value);
      replies.delete(reply);
    }
    for (const stack of news.faults) log?.('a fault in the media host went on without harm to other calls', { stack });
    if (news.load) load = { ...news.load, priority: load.priority };
  }

  function deliverLegFrames(packed: ArrayBuffer): void {
    unpackBytes(packed, (stream, bytes, cut) => {
      streams.get(stream)?.({ is: 'frames', frames: cut ? [] : [bytes], cut });
    });
  }

  /** Frames of all sockets travel together, one message a slot: each message wakes the media host, and there are 50 frames a second in a call. */
  function sendFrame(stream: StreamNumber, bytes: Uint8Array): void {
    legFrames.add(stream, bytes, false);
    legFramesTimer ??= setTimeout(sendLegFrames, slotUs / 1000);
  }

  function sendLegFrames(): void {
    legFramesTimer = undefined;
    const packed = legFrames.take();
    if (packed && !fault) port.postMessage([{ do: 'frames', packed } satisfies HostOrder], [packed]);
  }

  /** Orders of one turn of the event loop travel together. */
  function send(order: HostOrder): void {
    if (fault) return;
    if (orders.length === 0) {
      queueMicrotask(() => {
        const batch = orders;
        orders = [];
        port.postMessage(batch);
      });
    }
    orders.push(order);
  }

  function ask<T>(make: (reply: number) => HostOrder, limitMs: number): Promise<T | undefined> {
    if (fault) return Promise.resolve(undefined);
    const reply = nextNumber++;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), limitMs);
      replies.set(reply, (value) => {
        clearTimeout(timer);
        resolve(value as T | undefined);
      });
      send(make(reply));
    });
  }

  function createBridge(callId: string): Bridge {
    const number = nextNumber++;
    const originUs = steadyUs();
    const bridge = new RemoteBridge({
      number,
      callId,
      clock: createMediaClock(originUs),
      send,
      newTapId: () => `tap-${nextNumber++}`,
      addSink: (tap: TapId, sink) => sinks.set(tapNumber(tap), sink),
      removeSink: (tap: TapId) => sinks.delete(tapNumber(tap)),
      askEndRecording: () => ask((reply) => ({ do: 'endRecording', bridge: number, reply }), closeLimitMs),
      async askClose() {
        const summary = await ask<MediaSummary>((reply) => ({ do: 'close', bridge: number, reply }), closeLimitMs);
        bridges.delete(number);
        return summary;
      },
    });
    bridges.set(number, bridge);
    send({ do: 'open', bridge: number, callId, originUs });
    return bridge;
  }

  const host: RunningMediaHost & { setPriority(priority: HostLoad['priority']): void } = {
    id: `media-${worker.threadId}`,
    createBridge: (callId) => createBridge(callId),
    load: () => load,
    setPriority: (priority) => (load = { ...load, priority }),
    useVadModel: (file) => inference.useModel(file),
    onExit: (listener) => void exitListeners.push(listener),
    terminate: async () => {
      await warm.promise;
      await worker.terminate();
    },
    dump: () => ask((reply) => ({ do: 'dump', reply }), dumpLimitMs),
    peer(leg, onNews) {
      peers.set(leg, onNews as (news: HostNews['peers'][number]['news']) => void);
      return {
        send(order) {
          if (order.do === 'close') peers.delete(leg);
          send({ do: 'peer', leg, order });
        },
      };
    },
    phonePeer(leg, onNews) {
      peers.set(leg, onNews as (news: HostNews['peers'][number]['news']) => void);
      const stream = nextNumber++;
      streams.set(stream, onNews);
      if (fault) queueMicrotask(() => streams.delete(stream) && onNews({ is: 'died' }));
      return {
        send(order) {
          if (order.do === 'frame') sendFrame(stream, order.bytes);
          else send({ do: 'peer', leg, order, stream });
          if (order.do === 'close') streams.delete(stream);
        },
      };
    },
    close() {
      closing ??= (async () => {
        send({ do: 'shutdown' });
        const timer = setTimeout(() => void worker.terminate(), closeLimitMs + 1000);
        await exited;
        clearTimeout(timer);
        await inference.close();
      })();
      return closing;
    },
  };
  return host;
}

/** The advertised address alone, or all of this machine's IPv4 addresses with the loopback last. */
function addressesToOffer(advertisedIp: string | null): string[] {
  if (advertisedIp) return [advertisedIp];
  const own = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const outside = own.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address);
  return [...outside, '127.0.0.1'];
}
