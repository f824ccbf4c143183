// All sockets of a user agent: its listeners, the connections that came to them, and those it opened. Connections are used again, both
// ways (RFC 5923); what comes over any of them is handed up as bytes with the flow to answer on.

import { createServer as createTcpServer, isIP, isIPv6, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { plainAddress } from '../../../interfaces/network-address.ts';
import type { SipSource } from '../sip-call.ts';
import type { SipTimers } from '../sip-timers.ts';
import { keyOfEnd, type Flow, type Here, type Hop, type Transport } from './flow.ts';
import { createNewcomers, type NewcomerLimits } from './newcomers.ts';
import { openConnection, type TlsIdentity } from './open-connection.ts';
import { createStreamFlow, nameOfPeer, type StreamFlow, type StreamLimits } from './stream-flow.ts';
import { createUdpListener, type UdpListener } from './udp-listener.ts';
import { localAddressTo, type OpenUdp } from './udp-socket.ts';

export interface ListenOn {
  transport: Transport;
  address: string;
  port: number;
}

export interface ConnectionLimits extends StreamLimits, NewcomerLimits {
  /** Connections that one address may hold to our listeners. */
  perSource: number;
  /** Connections in all that were opened to us. */
  total: number;
}

export interface TransportOptions {
  listen: ListenOn[];
  /** Clients of the TLS listener must show a certificate that `ca` vouches for (mTLS). */
  tls: TlsIdentity & { clientsMustProve: boolean };
  /** What peers on the internet reach us by; null: the local address of the way to them. */
  publicAddress: string | null;
  limits: ConnectionLimits;
  openUdp: OpenUdp;
  timers: SipTimers;
}

export interface Transports {
  readonly listening: readonly ListenOn[];
  /** Open connections, both ways. */
  readonly connections: number;
  /**
   * A flow whose `here` is known. Opens a connection where there is none; rejects with the system's or TLS' error, also when no listener
   * of ours speaks that transport over that kind of address.
   */
  reach(hop: Hop, withinMs: number): Promise<Flow>;
  /** Finds `here` of a flow that came in. Never rejects: at worst it is the address listened on. */
  settle(flow: Flow): Promise<Here>;
  /** The far side of a connection says that it may be reached by it at this port (`alias` of its Via, RFC 5923 section 5). */
  alias(flow: Flow, port: number): void;
  /** Whoever sends on it was let in, or is part of a call: the connection may stay. */
  trust(flow: Flow): void;
  close(): Promise<void>;
}

interface TransportEvents {
  onMessage(bytes: Buffer, flow: Flow): void;
  onClosed(flow: Flow): void;
}

/** Addresses asked for most recently; more are asked for again. */
const MOST_ROUTES = 1000;

/** Rejects when an address cannot be bound; nothing stays open then. */
export async function createTransports(options: TransportOptions, events: TransportEvents): Promise<Transports> {
  const { timers, limits } = options;
  const closing = new AbortController();
  const udp: UdpListener[] = [];
  const servers: Server[] = [];
  const listening: ListenOn[] = [];
  /** By far end; several keys may lead to one. */
  const streams = new Map<string, StreamFlow>();
  const all = new Map<StreamFlow, string[]>();
  const accepted = new Map<string, number>();
  const newcomers = createNewcomers(limits, timers);
  const opening = new Map<string, Promise<StreamFlow>>();
  const routes = new Map<string, string>();

  function hereOf(address: string, local: ListenOn): Here | null {
    const host = localHostTo(address, local.address);
    return host === null ? null : { transport: local.transport, host, port: local.port };
  }

  function localHostTo(address: string, bound: string): string | null {
    if (options.publicAddress !== null && !isLoopback(address)) return options.publicAddress;
    return isWildcard(bound) ? (routes.get(address) ?? null) : bound;
  }

  async function settle(flow: Flow): Promise<Here> {
    if (flow.here) return flow.here;
    const { address, transport } = flow.source;
    const local = listenerOf(transport, address) ?? { transport, address: '127.0.0.1', port: 5060 };
    try {
      if (routes.size >= MOST_ROUTES) routes.delete(routes.keys().next().value ?? '');
      routes.set(address, await localAddressTo(address));
    } catch {
      routes.set(address, isIPv6(address) ? '::1' : '127.0.0.1');
    }
    const here = hereOf(address, local) ?? { transport, host: local.address, port: local.port };
    flow.here = here;
    return here;
  }

  /** A listener of ours for that transport, of the same family where there is one. */
  function listenerOf(transport: Transport, address: string): ListenOn | undefined {
    const fitting = listening.filter((each) => each.transport === transport);
    return fitting.find((each) => isIPv6(each.address) === isIPv6(address)) ?? fitting[0];
  }

  function adopt(socket: Socket, transport: 'tcp' | 'tls', name: string | null): StreamFlow {
    const source: SipSource = {
      address: plainAddress(socket.remoteAddress),
      port: socket.remotePort ?? 0,
      transport,
      peerName: transport === 'tls' ? nameOfPeer(socket as TLSSocket) : null,
    };
    const local = plainAddress(socket.localAddress);
    const host = localHostTo(source.address, local) ?? local;
    // Who wants to call us opens a connection to the port that we listen on, not to the one this connection left by.
    const port = listenerOf(transport, source.address)?.port ?? socket.localPort ?? 0;
    const flow = createStreamFlow(
      socket,
      { source, here: { transport, host, port }, name },
      { timers, limits },
      { onMessage: events.onMessage, onClosed: forget },
    );
    const key = keyOfEnd(transport, source.address, source.port);
    all.set(flow, [key]);
    streams.set(key, flow);
    return flow;
  }

  function forget(flow: StreamFlow): void {
    for (const key of all.get(flow) ?? []) if (streams.get(key) === flow) streams.delete(key);
    all.delete(flow);
    if (flow.name === null) {
      const left = (accepted.get(flow.source.address) ?? 1) - 1;
      if (left > 0) accepted.set(flow.source.address, left);
      else accepted.delete(flow.source.address);
    }
    events.onClosed(flow);
  }

  function accept(socket: Socket, transport: 'tcp' | 'tls'): void {
    const address = plainAddress(socket.remoteAddress);
    const held = accepted.get(address) ?? 0;
    if (closing.signal.aborted || held >= limits.perSource || all.size >= limits.total) {
      socket.destroy();
      return;
    }
    accepted.set(address, held + 1);
    adopt(socket, transport, null);
  }

  /** Before the handshake where there is one: also that must not take for ever. */
  function welcome(socket: Socket, transport: 'tcp' | 'tls'): void {
    const { remoteAddress, remotePort = 0 } = socket;
    const address = plainAddress(remoteAddress);
    // It may be gone already: then nobody knows who it was.
    const leave =
      remoteAddress !== undefined &&
      newcomers.admit(keyOfEnd(transport, address, remotePort), address, () => socket.destroy());
    if (!leave) {
      // TLS would begin its handshake on it.
      socket.on('error', () => {});
      socket.destroy();
      return;
    }
    socket.once('close', leave);
    if (transport === 'tcp') accept(socket, transport);
  }

  async function listenStream({ transport, address, port }: ListenOn & { transport: 'tcp' | 'tls' }): Promise<void> {
    const server = transport === 'tcp' ? createTcpServer() : createTlsServer(tlsServerOptions(options, limits));
    if (transport === 'tls') server.on('secureConnection', (socket: Socket) => accept(socket, transport));
    server.on('connection', (socket: Socket) => welcome(socket, transport));
    server.on('tlsClientError', (_error: Error, socket: Socket) => socket.destroy());
    server.maxConnections = limits.total;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: address, port, ipv6Only: true }, resolve);
    });
    // Later ones are of a connection that could not be taken (too many open files): the next may be.
    server.removeAllListeners('error').on('error', () => {});
    servers.push(server);
    const bound = server.address();
    listening.push({ transport, address, port: typeof bound === 'object' && bound ? bound.port : port });
  }

  async function listenUdp({ address, port }: ListenOn): Promise<void> {
    const socket = await options.openUdp(address, port);
    udp.push(createUdpListener(socket, hereOf, events.onMessage));
    listening.push({ transport: 'udp', address, port: socket.port });
  }

  async function reach(hop: Hop, withinMs: number): Promise<Flow> {
    if (hop.transport === 'udp') {
      const listener = udp.find((each) => each.reaches(hop.address));
      if (!listener) throw noListener(hop);
      const flow = listener.flowTo(hop.address, hop.port);
      await settle(flow);
      return flow;
    }
    const key = keyOfEnd(hop.transport, hop.address, hop.port);
    const held = streams.get(key);
    if (held && !held.closed && speaksFor(held, hop)) return held;
    // One connection however many calls begin at once.
    const pendingKey = `${key} ${hop.name}`;
    const pending = opening.get(pendingKey) ?? open(hop, hop.transport, withinMs);
    opening.set(pendingKey, pending);
    try {
      return await pending;
    } finally {
      opening.delete(pendingKey);
    }
  }

  async function open(hop: Hop, transport: 'tcp' | 'tls', withinMs: number): Promise<StreamFlow> {
    const socket = await openConnection(hop, { tls: options.tls, timers, withinMs, signal: closing.signal });
    const flow = adopt(socket, transport, hop.name);
    if (isWildcard(flow.here?.host ?? '')) await settle(flow);
    return flow;
  }

  async function close(): Promise<void> {
    closing.abort(new Error('closing'));
    newcomers.close();
    const ended = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    for (const flow of [...all.keys()]) flow.close();
    await Promise.all([...ended, ...udp.map((each) => each.socket.close())]);
  }

  try {
    for (const where of options.listen) {
      const { transport } = where;
      if (transport === 'udp') await listenUdp(where);
      else await listenStream({ ...where, transport });
    }
  } catch (error) {
    await close();
    throw error;
  }

  let closed: Promise<void> | null = null;
  return {
    listening,
    get connections() {
      return all.size;
    },
    reach,
    settle,
    alias(flow, port) {
      const stream = flow as StreamFlow;
      const keys = all.get(stream);
      // Over TLS only who proved its name may have calls sent that way (RFC 5923 section 9).
      if (!keys || (flow.source.transport === 'tls' && flow.source.peerName === null)) return;
      const key = keyOfEnd(flow.source.transport, flow.source.address, port);
      if (streams.has(key) || keys.length > 4) return;
      streams.set(key, stream);
      keys.push(key);
    },
    trust({ source, reliable, name }) {
      if (reliable && name === null) newcomers.trust(keyOfEnd(source.transport, source.address, source.port));
    },
    close: () => (closed ??= close()),
  };
}

/** A TLS connection serves the name it was checked for; one that the far side opened, the name it proved. */
function speaksFor(flow: StreamFlow, hop: Hop): boolean {
  if (hop.transport === 'tcp') return true;
  return (flow.name ?? flow.source.peerName) === hop.name;
}

function noListener(hop: Hop): Error {
  return Object.assign(new Error(`no listener for ${hop.transport} to ${hop.address}`), { code: 'EAFNOSUPPORT' });
}

function tlsServerOptions({ tls }: TransportOptions, { messageMs }: StreamLimits) {
  return {
    key: tls.key ?? undefined,
    cert: tls.cert ?? undefined,
    ca: tls.ca ?? undefined,
    requestCert: tls.ca !== null || tls.clientsMustProve,
    rejectUnauthorized: tls.clientsMustProve,
    handshakeTimeout: messageMs,
  };
}

const isWildcard = (address: string): boolean => address === '0.0.0.0' || address === '::';
const isLoopback = (address: string): boolean =>
  address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
