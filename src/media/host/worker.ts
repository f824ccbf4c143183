// The media host: a thread that holds peers and bridges and is moved by one ticker. Nothing in a tick waits, parses or makes JSON.

import { readlinkSync } from 'node:fs';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { BridgeCore } from '../bridge/bridge-core.ts';
import { slotUs } from '../bridge/media-time.ts';
import type { LegPort } from '../bridge/leg-port.ts';
import { createVadClient } from '../inference/vad-client.ts';
import { WebrtcPeer } from '../webrtc/peer.ts';
import { GatewayPeer } from '../webrtc/gateway-peer.ts';
import { createPortSlices } from '../webrtc/port-slices.ts';
import { warmUp } from '../webrtc/warm-up.ts';
import { createDepartures } from '../rtp/departures.ts';
import { createPortPairs } from '../rtp/port-pairs.ts';
import { RtpPeer } from '../rtp/rtp-peer.ts';
import type { RtpOrder } from '../rtp/rtp-protocol.ts';
import type { PeerOrder } from '../webrtc/peer-protocol.ts';
import { FramesPeer } from '../rtp/frames-peer.ts';
import { createBytePacker, unpackBytes, type StreamNumber } from './byte-pack.ts';
import { createFramePacker } from './frame-pack.ts';
import type { HostNews, HostOrder, HostReady, HostWarm, HostWorkerData, VoiceOrder } from './protocol.ts';
import { createSlotShares } from './slot-shares.ts';
import { steadyUs } from './steady-time.ts';
import { startTicker } from './ticker.ts';

const { udpPorts, rtpPorts, addresses, session, vad } = workerData as HostWorkerData & {
  session: MessagePort;
  vad: MessagePort | null;
};
const bridges = new Map<number, BridgeCore>();
/** What carries a leg, whatever its wire; it gets the orders of that wire alone. */
interface Peer extends LegPort {
  take(order: PeerOrder | RtpOrder): void;
  tick(nowMs: number): void;
  retire(): void;
  close(): Promise<void>;
  dump(): object;
}
const peers = new Map<string, Peer>();
const ports = createPortSlices(udpPorts);
const pairs = createPortPairs(rtpPorts);
const departures = createDepartures();
const streams = new Map<StreamNumber, string>();
const packer = createFramePacker();
const legPacker = createBytePacker();
const vadClient = createVadClient({ port: vad, nowUs: steadyUs });
const slotShares = createSlotShares();
const nowMs = () => steadyUs() / 1000;
const loadEverySlots = 200;

let news = emptyNews();
let flushPending = false;
let slots = 0;
let slotBeganUs = 0;

// What one peer's packets break inside the WebRTC library must not end the other calls: it is told, and the thread goes on.
process.on('uncaughtException', (error) => tellFault(error));
process.on('unhandledRejection', (reason) => tellFault(reason));

const ticker = startTicker(tick);
session.on('message', (orders: HostOrder[]) => {
  for (const order of orders) carryOut(order);
});
parentPort!.postMessage({ tid: threadId() } satisfies HostReady);
/** Node aborts the whole process when a thread ends while a key is being made in it. */
const warming = warmUp().then(() => parentPort!.postMessage('warm' satisfies HostWarm));

/** First goes what is ready; all that is made after that leaves with the next slot, and that begins in time though the making is not done. */
function tick(slotMs: number): void {
  departures.leave();
  slotBeganUs = slotMs * 1000;
  const now = nowMs();
  for (const peer of peers.values()) peer.tick(now);
  for (const bridge of bridges.values()) {
    if (bridge.tick() && steadyUs() >= slotBeganUs + slotUs) departures.leave();
  }
  vadClient.tick();
  if (++slots % loadEverySlots === 0) {
    news.load = { legs: peers.size, tickLateMs: ticker.latenessP99Ms(), priority: 'normal' };
  }
  flush();
}

function carryOut(order: HostOrder): void {
  switch (order.do) {
    case 'open':
      return openBridge(order.bridge, order.originUs);
    case 'close':
      return closeBridge(order.bridge, order.reply);
    case 'endRecording':
      return endRecording(order.bridge, order.reply);
    case 'peer':
      return orderPeer(order);
    case 'frames':
      return unpackBytes(order.packed, (stream, bytes) => {
        const leg = streams.get(stream);
        if (leg !== undefined) peers.get(leg)?.take({ do: 'frame', bytes });
      });
    case 'dump':
      return reply(order.reply, dump());
    case 'shutdown':
      return void shutdown();
    default:
      return orderBridge(order);
  }
}

type BridgeOrder = Exclude<
  HostOrder,
  { do: 'open' | 'close' | 'endRecording' | 'peer' | 'frames' | 'dump' | 'shutdown' }
>;

function orderBridge(order: BridgeOrder): void {
  const bridge = bridges.get(order.bridge);
  if (!bridge) return;
  switch (order.do) {
    case 'attach': {
      const port = peers.get(order.leg);
      if (port) bridge.attach(port);
      return;
    }
    case 'detach':
      return bridge.detach(order.leg);
    case 'routes':
      return bridge.routes(order.routes);
    case 'tap':
      return bridge.tap(order.from, order.id, order.plan);
    case 'untap':
      return bridge.untap(order.id);
    default:
      return orderVoice(bridge, order);
  }
}

function orderVoice(
  bridge: BridgeCore,
  order: { bridge: number; voice: Parameters<BridgeCore['voice']>[0] } & VoiceOrder,
): void {
  const voice = bridge.voice(order.voice);
  switch (order.do) {
    case 'gate':
      return voice.setGate(order.utt, order.open);
    case 'write':
      return voice.write(order.utt, order.pcm, order.rateHz, order.words);
    case 'end':
      return voice.end(order.utt);
    case 'pause':
      return voice.pause(order.fadeMs, bridge.now());
    case 'resume':
      return voice.resume(bridge.now(), order.rewindMs);
    case 'clear':
      return voice.clear(order.utt, bridge.now());
    case 'loop':
      return voice.loop(order.asset, order.gain);
    case 'volume':
      return voice.setVolume(order.gain);
    case 'reflex':
      voice.reflexRule = order;
      return;
    default:
      order satisfies never;
  }
}

function openBridge(number: number, originUs: number): void {
  const bridge = new BridgeCore({
    now: () => Math.round(steadyUs() - originUs),
    slotBegan: () => Math.round(slotBeganUs - originUs),
    emit(event) {
      news.events.push({ bridge: number, event });
      flushSoon();
    },
    send: (tap, pcm, at) => packer.add(number, tap, pcm, at),
    openVad: (listener) => vadClient.open(listener),
    firstFrameAt: Math.round(ownSlotUs(number) - originUs),
  });
  bridges.set(number, bridge);
}

/** Steady time at which the next slot begins that this bridge has its frames in, µs. */
function ownSlotUs(bridge: number): number {
  const next = Math.ceil(steadyUs() / slotUs);
  return (next + slotShares.take(bridge, next)) * slotUs;
}

function closeBridge(number: number, replyTo: number): void {
  const bridge = bridges.get(number);
  if (!bridge) return reply(replyTo, null);
  bridges.delete(number);
  slotShares.give(number);
  void bridge.close().then((summary) => reply(replyTo, summary));
}

function endRecording(number: number, replyTo: number): void {
  const bridge = bridges.get(number);
  if (!bridge) return reply(replyTo, null);
  void bridge.endRecording().then((recorded) => reply(replyTo, recorded));
}

function orderPeer({ leg, order, stream = 0 }: Extract<HostOrder, { do: 'peer' }>): void {
  if (order.do === 'open' && !openPeer(leg, order.wire, stream)) return;
  peers.get(leg)?.take(order);
  if (order.do !== 'close') return;
  for (const bridge of bridges.values()) bridge.detach(leg);
  peers.delete(leg);
  streams.delete(stream);
}

type Wire = Extract<PeerOrder | RtpOrder, { do: 'open' }>['wire'];

/** A second peer of the same leg takes the place of the first, on its bridges as well. */
function openPeer(leg: string, wire: Wire, stream: StreamNumber): boolean {
  const before = peers.get(leg);
  peers.delete(leg);
  before?.retire();
  try {
    const peer: Peer = createPeer(leg, wire, stream, (item) => {
      if (peers.get(leg) === peer) tellPeer(leg, item);
    });
    peers.set(leg, peer);
    if (stream > 0) streams.set(stream, leg);
    for (const bridge of bridges.values()) if (bridge.has(leg)) bridge.attach(peer);
    return true;
  } catch (error) {
    tellPeer(leg, { is: 'fault', what: 'open', message: error instanceof Error ? error.message : String(error) });
    return false;
  }
}

type Tell = (item: HostNews['peers'][number]['news']) => void;

function createPeer(id: string, wire: Wire, stream: StreamNumber, tell: Tell): Peer {
  switch (wire) {
    case 'livekit':
      return new WebrtcPeer({ id, addresses, ports, nowMs, tell });
    case 'gateway':
      return new GatewayPeer({ id, addresses, ports, nowMs, tell });
    case 'rtp':
      return new RtpPeer({ id, addresses, ports: pairs, nowMs, wallMs: Date.now, tell, departures });
    case 'frames': {
      const sendFrame = (bytes: Uint8Array, cut: boolean) => legPacker.add(stream, bytes, cut);
      return new FramesPeer({ id, addresses, ports: pairs, nowMs, wallMs: Date.now, tell, sendFrame });
    }
    default:
      return wire satisfies never;
  }
}

function tellPeer(leg: string, item: HostNews['peers'][number]['news']): void {
  news.peers.push({ leg, news: item });
  flushSoon();
}

function tellFault(error: unknown): void {
  news.faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  flushSoon();
}

function reply(number: number, value: unknown): void {
  news.replies.push({ reply: number, value });
  flushSoon();
}

/** Once the work at hand is done: what happened outside a tick need not wait for the next. */
function flushSoon(): void {
  if (flushPending) return;
  flushPending = true;
  queueMicrotask(flush);
}

function flush(): void {
  flushPending = false;
  news.frames = packer.take();
  news.legFrames = legPacker.take();
  if (
    !news.frames &&
    !news.legFrames &&
    !news.load &&
    news.events.length + news.peers.length + news.replies.length + news.faults.length === 0
  )
    return;
  session.postMessage(
    news,
    [news.frames, news.legFrames].filter((packed) => packed !== null),
  );
  news = emptyNews();
}

function emptyNews(): HostNews {
  return { frames: null, legFrames: null, events: [], peers: [], replies: [], faults: [], load: null };
}

function dump() {
  return {
    ticker: ticker.dump(),
    vad: vadClient.dump(),
    peers: [...peers.values()].map((peer) => peer.dump()),
    bridges: Object.fromEntries([...bridges].map(([number, bridge]) => [number, bridge.dump()])),
  };
}

async function shutdown(): Promise<void> {
  await Promise.allSettled([...bridges.values()].map((bridge) => bridge.close()));
  await Promise.allSettled([...peers.values()].map((peer) => peer.close()));
  ticker.stop();
  vadClient.close();
  session.close();
  await warming;
  process.exit(0);
}

/** Linux names a thread `<pid>/task/<tid>`. */
function threadId(): number | null {
  try {
    return Number(readlinkSync('/proc/thread-self').split('/').at(-1));
  } catch {
    return null;
  }
}
