// kamailio as the proxy between us and a phone: record-routing, so that all of a dialog goes through it.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePorts } from './free-ports.ts';
import { isReady, peerFolder, startPeer } from './peer-process.ts';

export interface KamailioOptions {
  /** Where calls to a user go: `{ bob: 'sip:bob@127.0.0.1:5070' }`; several targets of one user are called at once. */
  routes: Record<string, string | string[]>;
  /** More lines at the head of its request route. */
  script?: string;
}

export interface Kamailio {
  readonly port: number;
  /** What it wrote to its log. */
  said(): string;
  close(): Promise<void>;
}

export async function startKamailio(options: KamailioOptions): Promise<Kamailio> {
  const folder = await peerFolder();
  const port = await freePorts(2);
  const file = join(folder.path, 'kamailio.cfg');
  await writeFile(file, configuration(port, options));
  const memory = ['-m', '32', '-M', '4'];
  const args = ['-f', file, '-DD', '-E', '-e', '-n', '1', '-N', '1', '-Y', folder.path, ...memory];
  const peer = startPeer('kamailio', args, { cwd: folder.path });
  await isReady(peer, /ringback is ready/, folder);
  return {
    port,
    said: peer.said,
    async close() {
      await peer.close();
      await folder.remove();
    },
  };
}

function configuration(port: number, { routes, script = '' }: KamailioOptions): string {
  const branches = Object.entries(routes).map(([user, to]) => {
    const [first, ...others] = [to].flat();
    const more = others.map((uri) => `append_branch("${uri}"); `).join('');
    return `  if ($rU == "${user}") { $ru = "${first}"; ${more}route(RELAY); exit; }`;
  });
  return `#!KAMAILIO
debug=1
log_stderror=yes
auto_aliases=no
listen=udp:127.0.0.1:${port}
listen=tcp:127.0.0.1:${port}
loadmodule "kex.so"
loadmodule "corex.so"
loadmodule "tm.so"
loadmodule "tmx.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "siputils.so"
loadmodule "textops.so"
loadmodule "xlog.so"
modparam("rr", "enable_full_lr", 1)
request_route {
  if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
  if (is_method("CANCEL")) { if (t_check_trans()) route(RELAY); exit; }
  if (has_totag()) {
    if (loose_route()) { route(RELAY); exit; }
    if (is_method("ACK")) { if (t_check_trans()) route(RELAY); exit; }
    sl_send_reply("404", "Not Here");
    exit;
  }
  t_check_trans();
${script}
  if (is_method("INVITE|SUBSCRIBE")) record_route();
${branches.join('\n')}
  sl_send_reply("404", "Not Found");
}
route[RELAY] {
  if (!t_relay()) sl_reply_error();
}
event_route[core:worker-one-init] {
  xlog("L_ALERT", "ringback is ready\\n");
}
`;
}
