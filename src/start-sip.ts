// Phones by SIP: trunks from the database, sockets, and who may knock.

import { readFile } from 'node:fs/promises';
import type { Log } from './interfaces/log.ts';
import type { PhoneLeg } from './interfaces/phone-edge.ts';
import type { Providers } from './interfaces/providers.ts';
import type { KeptMediaHost } from './media/index.ts';
import { refuseReferral } from './resources/call/index.ts';
import { createDialogKeeper, createRegistrationLeases, openTrunkDirectory } from './resources/sip-trunk/index.ts';
import type { Shared } from './shared.ts';
import type { Storage } from './start-storage.ts';
import type { CallOwner } from './storage/index.ts';
import { createSipEdge, type SipEdge, type SipEdgeOptions } from './telephony/index.ts';

export interface RunningSip {
  edge: SipEdge;
  /** What is not as it was asked for, for /health and the log. */
  warnings: string[];
  /** Whose calls are kept in the database; to be said before the first call. */
  serveAs(node: CallOwner): void;
}

/** Null: turned off, or its ports cannot be had at all. */
export async function startSip(
  { config, log, owner, wallClock }: Shared,
  storage: Storage,
  mediaHost: KeptMediaHost,
  providers: Providers,
): Promise<RunningSip | null> {
  if (config.sip.listen.length === 0) return null;
  let node: CallOwner | null = null;
  const { database, envelope } = storage;
  const trunks = await openTrunkDirectory({ db: database.realtime, url: database.url, envelope, log });
  owner.owns(() => trunks.close());
  const opened = await openPorts(
    config.sip.listen.map(({ address, ...rest }) => ({ ...rest, address: address ?? config.host })),
    log,
    async (listen) =>
      createSipEdge({
        listen,
        tls: {
          key: config.tls && (await readFile(config.tls.keyFile, 'utf8')),
          cert: config.tls && (await readFile(config.tls.certFile, 'utf8')),
          ca: config.sip.ca,
          clientsMustProve: config.sip.clientsMustProve,
        },
        publicAddress: config.publicIp,
        allow: config.sip.allow,
        strangers: config.sip.strangers,
        trunks,
        dialogs: createDialogKeeper(database.realtime, () => node ?? NOBODY),
        mayRefer: (asked) => refuseReferral(database.realtime, asked, wallClock()),
        leases: createRegistrationLeases(database.realtime, () => node),
        openPeer: (leg, onNews) => mediaHost.phonePeer(leg, onNews),
        speakTest: (leg, signal) => speakTest(mediaHost, providers, leg, signal),
        log,
        wallClock,
        secret: envelope.derive('sip digest'),
      }),
  );
  if (!opened) return null;
  owner.owns(() => opened.edge.close());
  return {
    ...opened,
    serveAs(owned) {
      node = owned;
      // What the former life of this server left is known from now on.
      opened.edge.takeOver();
    },
  };
}

/** No server has this name, so what it kept is nobody's at once. */
const NOBODY: CallOwner = { nodeId: '', epoch: 0 };

/**
 * A port that somebody else has must not keep a server from starting: calls out work from any port, and web calls need none. So a free one is
 * taken and said.
 */
async function openPorts(
  listen: SipEdgeOptions['listen'],
  log: Log,
  open: (listen: SipEdgeOptions['listen']) => Promise<SipEdge>,
): Promise<{ edge: SipEdge; warnings: string[] } | null> {
  try {
    return { edge: await open(listen), warnings: [] };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') {
      log.error({ error: message }, 'SIP could not be started: see RINGBACK_SIP_LISTEN and HOST');
      return null;
    }
    const edge = await open(listen.map((one) => ({ ...one, port: 0 })));
    const places = edge.listening.map(({ transport, port }) => `${transport}:${port}`).join(',');
    const warning = `the SIP ports are taken by another program, so phone calls come in at ${places} (RINGBACK_SIP_LISTEN)`;
    log.warn({ listening: edge.listening }, warning);
    return { edge, warnings: [warning] };
  }
}

const SENTENCE = 'Hello. This is a test call of your SIP trunk. If you can hear this, calls work. Goodbye.';

/** Says a sentence by the usual voice of this server; without any voice it stays silent. */
async function speakTest(
  mediaHost: KeptMediaHost,
  providers: Providers,
  leg: PhoneLeg,
  signal: AbortSignal,
): Promise<void> {
  const bridge = mediaHost.createBridge(`test of ${leg.id}`, 1);
  try {
    const said = new Promise<void>((resolve) => {
      bridge.onEvent((event) => event.is === 'done' && resolve());
      signal.addEventListener('abort', () => resolve(), { once: true });
      void leg.summary().then(() => resolve());
    });
    bridge.attach(leg);
    bridge.routes([{ from: 'agent', to: leg.id, gain: 1 }]);
    const voice = bridge.voice('agent');
    voice.gate('test', true);
    const { synthesiser, voice: name, model } = providers.speaking(null).use;
    const options = { voice: name, model, speed: 1, temperature: null, language: 'en-US', pronunciations: [], signal };
    const speech = synthesiser.open(options);
    speech.write(SENTENCE);
    speech.end();
    for await (const { pcm, rateHz } of speech.chunks) voice.write('test', pcm, rateHz);
    voice.end('test');
    await said;
  } catch {
    // No voice: that it rings and whether sound comes is shown all the same.
  } finally {
    await bridge.close();
  }
}
