// baresip as a telephone: it sends a tone, writes down what it hears, and is driven over its control port (netstrings of JSON).

import { watch, type FSWatcher } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { freePorts } from './free-ports.ts';
import { isReady, peerFolder, startPeer } from './peer-process.ts';
import { toneLevel, toneWav } from './tone.ts';

export interface BaresipOptions {
  /** What it sends, Hz; default 440. */
  toneHz?: number;
  /** Answers by itself; default false. */
  answers?: boolean;
  /** User part of its address; default `baresip`. */
  user?: string;
  /** More of its account: `;auth_user=a;auth_pass=b;outbound="sip:127.0.0.1:5060;transport=tcp";mediaenc=srtp-mand`. */
  account?: string;
  /** In its order; default PCMU, PCMA, G722. */
  codecs?: string;
  /** More lines of its configuration. */
  config?: string;
}

export interface BaresipEvent {
  type: string;
  id?: string;
  peeruri?: string;
  param?: string;
}

export interface Baresip {
  readonly sipPort: number;
  /** `sip:user@127.0.0.1:port` */
  readonly uri: string;
  /** A command of its menu: `dial`, `hangup`, `accept`, `hold`, `resume`, `transfer`, `sndcode`, `uareg`. Rejects with its refusal. */
  command(name: string, parameters?: string): Promise<string>;
  /** Resolves with the first event of this kind that no call before took: `CALL_INCOMING`, `CALL_ESTABLISHED`, `CALL_CLOSED`, ... */
  event(type: string): Promise<BaresipEvent>;
  /** Resolves as soon as the last 200 ms it heard are this tone. */
  hears(hz: number): Promise<void>;
  /** The same, of what comes from now on. */
  hearsNow(hz: number): Promise<void>;
  /** Resolves as soon as 200 ms that came from now on have none of this tone. */
  hearsNo(hz: number): Promise<void>;
  /** All that it heard in its latest call. */
  heard(): Promise<{ pcm: Int16Array; rateHz: number }>;
  /** Everything it wrote to its terminal, for a failed test. */
  said(): string;
  /** Resolves once that matches. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** It dies at once, with no chance to say goodbye. */
  kill(): void;
  close(): Promise<void>;
}

const WINDOW_S = 0.2;
const WAV_HEADER = 44;
/** Sound that waits in its memory to be written, bytes: what is older is not of now. */
const UNWRITTEN = 4096;
/** A tenth of the tone as it is sent: companding and a lost packet take less. */
const HEARD = 1000;
const UNHEARD = 100;

export async function startBaresip(options: BaresipOptions = {}): Promise<Baresip> {
  const folder = await peerFolder();
  // SIP, its TLS, the control port; sound from the fourth.
  const sipPort = await freePorts(24);
  const user = options.user ?? 'baresip';
  // It does not resample a file, and sends nothing of one at another rate than the codec's.
  const rateHz = options.codecs?.startsWith('G722') ? 16_000 : 8000;
  await writeFile(join(folder.path, 'tone.wav'), toneWav(options.toneHz ?? 440, 60, rateHz));
  await writeFile(join(folder.path, 'config'), configuration(folder.path, sipPort, options));
  const mode = options.answers ? 'auto' : 'manual';
  const codecs = options.codecs ?? 'PCMU/8000/1,PCMA/8000/1,G722/16000/1';
  await writeFile(
    join(folder.path, 'accounts'),
    `<sip:${user}@127.0.0.1:${sipPort}>;regint=0;answermode=${mode};audio_codecs=${codecs}${options.account ?? ''}\n`,
  );
  const peer = startPeer('baresip', ['-f', folder.path], { cwd: folder.path });
  await isReady(peer, /baresip is ready/, folder);
  const control = await connectControl(sipPort + 2);
  return {
    sipPort,
    uri: `sip:${user}@127.0.0.1:${sipPort}`,
    command: control.command,
    event: control.event,
    hears: (hz) => heard(folder.path, 0, (level) => level(hz) > HEARD),
    hearsNow: async (hz) => heard(folder.path, await fresh(folder.path), (level) => level(hz) > HEARD),
    hearsNo: async (hz) => heard(folder.path, await fresh(folder.path), (level) => level(hz) < UNHEARD),
    heard: () => latest(folder.path),
    said: peer.said,
    says: peer.says,
    kill: peer.kill,
    async close() {
      control.close();
      await peer.close();
      await folder.remove();
    },
  };
}

function configuration(folder: string, sipPort: number, { config = '' }: BaresipOptions): string {
  return `poll_method epoll
sip_listen 127.0.0.1:${sipPort}
net_interface 127.0.0.1
ctrl_tcp_listen 127.0.0.1:${sipPort + 2}
rtp_ports ${sipPort + 4}-${sipPort + 23}
audio_source aufile,${join(folder, 'tone.wav')}
audio_player aubridge,nobody
audio_buffer 20-160
ausrc_format s16
auplay_format s16
snd_path ${folder}
module_path /usr/lib/baresip/modules
module g711.so
module g722.so
module aufile.so
module aubridge.so
module sndfile.so
module srtp.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
${config}
`;
}

type Control = Pick<Baresip, 'command' | 'event'> & { close(): void };

async function connectControl(port: number): Promise<Control> {
  const socket = await new Promise<Socket>((resolve, reject) => {
    const made = connect(port, '127.0.0.1', () => resolve(made)).once('error', reject);
  });
  const events: BaresipEvent[] = [];
  const listeners = new Set<() => void>();
  const replies = new Map<string, (reply: { ok: boolean; data: string }) => void>();
  let text = '';
  let commands = 0;
  socket.on('error', () => {});
  socket.setEncoding('latin1').on('data', (piece) => {
    text += String(piece);
    for (let colon = text.indexOf(':'); colon > 0; colon = text.indexOf(':')) {
      const end = colon + 1 + Number(text.slice(0, colon));
      if (text.length <= end) return;
      const message = JSON.parse(text.slice(colon + 1, end));
      text = text.slice(end + 1);
      if (message.event) events.push(message);
      else replies.get(message.token)?.(message);
      for (const look of listeners) look();
    }
  });
  return {
    command(command, params = '') {
      const token = String(++commands);
      const text = JSON.stringify({ command, params, token });
      return new Promise((resolve, reject) => {
        replies.set(token, ({ ok, data }) => (ok ? resolve(data) : reject(new Error(`baresip ${command}: ${data}`))));
        socket.write(`${Buffer.byteLength(text)}:${text},`);
      });
    },
    event(type) {
      return new Promise((resolve) => {
        const look = () => {
          const at = events.findIndex((event) => event.type === type);
          if (at < 0) return;
          listeners.delete(look);
          resolve(events.splice(at, 1)[0]!);
        };
        listeners.add(look);
        look();
      });
    },
    close: () => socket.destroy(),
  };
}

/** Looks at the newest recording of what it hears each time that it grows, once there are so many bytes of all in all. */
async function heard(folder: string, from: number, enough: (level: (hz: number) => number) => boolean): Promise<void> {
  let watcher: FSWatcher | undefined;
  await new Promise<void>((resolve, reject) => {
    const look = async () => {
      const newest = (await recordings(folder)).at(-1);
      if (!newest || (await size(folder)) < from) return;
      const bytes = await readFile(newest);
      if (bytes.length <= WAV_HEADER) return;
      const rateHz = bytes.readUInt32LE(24);
      const window = rateHz * WINDOW_S;
      const samples = Math.floor((bytes.length - WAV_HEADER) / 2);
      if (samples < window) return;
      const pcm = Int16Array.from({ length: window }, (_, at) =>
        bytes.readInt16LE(WAV_HEADER + 2 * (samples - window + at)),
      );
      if (enough((hz) => toneLevel(pcm, rateHz, hz))) resolve();
    };
    watcher = watch(folder, () => void look().catch(reject));
    look().catch(reject);
  }).finally(() => watcher?.close());
}

/** How much there must be before the newest 200 ms are of now, at up to 16 kHz. */
const fresh = async (folder: string): Promise<number> => (await size(folder)) + UNWRITTEN + 2 * 16_000 * WINDOW_S;

async function latest(folder: string): Promise<{ pcm: Int16Array; rateHz: number }> {
  const bytes = await readFile((await recordings(folder)).at(-1) as string);
  const length = Math.floor((bytes.length - WAV_HEADER) / 2);
  return {
    pcm: Int16Array.from({ length }, (_, at) => bytes.readInt16LE(WAV_HEADER + 2 * at)),
    rateHz: bytes.readUInt32LE(24),
  };
}

async function recordings(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('-dec.wav')).sort();
  return names.map((name) => join(folder, name));
}

/** Of all that it heard, bytes. */
async function size(folder: string): Promise<number> {
  const sizes = (await recordings(folder)).map(async (file) => (await stat(file)).size);
  return (await Promise.all(sizes)).reduce((sum, each) => sum + each, 0);
}
