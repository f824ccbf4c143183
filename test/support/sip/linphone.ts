// linphonec as a telephone on a terminal: commands are typed, what happens is read from what it says.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePorts } from './free-ports.ts';
import { isReady, peerFolder, startPeer } from './peer-process.ts';
import { toneWav } from './tone.ts';

export interface Linphone {
  readonly sipPort: number;
  readonly uri: string;
  /** `call <uri>`, `answer`, `terminate`, `pause`, `resume`, `1` (a key), `transfer <uri>`. */
  type(command: string): void;
  /** Resolves once it has said so, since it began. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  said(): string;
  close(): Promise<void>;
}

/** Answers by itself when asked to. Its sound comes from a file and goes into one. */
export async function startLinphone({ answers = false, toneHz = 440 } = {}): Promise<Linphone> {
  const folder = await peerFolder();
  const sipPort = await freePorts(12);
  // It finds no transport to listen on unless its data folder is there already.
  await mkdir(join(folder.path, '.local', 'share', 'linphone'), { recursive: true });
  await writeFile(join(folder.path, 'tone.wav'), toneWav(toneHz, 30));
  const rc = join(folder.path, 'linphonerc');
  await writeFile(
    rc,
    `[sip]\nsip_port=${sipPort}\nuse_ipv6=0\nguess_hostname=0\ncontact=sip:linphone@127.0.0.1\nmedia_encryption=none\n` +
      `[rtp]\naudio_rtp_port=${sipPort + 4}\n[sound]\necholimiter=0\nechocancellation=0\n[net]\nstun_server=\n`,
  );
  const args = ['-c', rc, '-b', rc, ...(answers ? ['-a'] : [])];
  const peer = startPeer('linphonec', args, { cwd: folder.path, env: { HOME: folder.path } });
  await isReady(peer, /linphonec>/, folder);
  peer.type('soundcard use files');
  peer.type(`play ${join(folder.path, 'tone.wav')}`);
  return {
    sipPort,
    uri: `sip:linphone@127.0.0.1:${sipPort}`,
    type: peer.type,
    says: peer.says,
    said: peer.said,
    async close() {
      peer.type('quit');
      await peer.close();
      await folder.remove();
    },
  };
}
