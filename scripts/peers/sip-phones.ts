// Telephones and a proxy that speak SIP, of Debian's packages: what our own SIP has to get on with.

import { existsSync } from 'node:fs';
import { aptInstall, findProgram, lastLines, run } from './command.ts';
import { PeerMissing, type Peer } from './peer.ts';

/** Program to package. */
const PROGRAMS: Record<string, string> = {
  sipp: 'sip-tester',
  baresip: 'baresip-core',
  linphonec: 'linphone-cli',
  kamailio: 'kamailio',
  sipsak: 'sipsak',
};

export const sipPhones: Peer = {
  name: 'SIP telephones',
  async provide(say) {
    const missing = () => Object.keys(PROGRAMS).filter((name) => !findProgram(name, `/usr/sbin/${name}`));
    const wanted = missing().map((name) => PROGRAMS[name]!);
    let words = '';
    if (wanted.length > 0) {
      say(`installing ${wanted.join(', ')} with apt-get`);
      const installed = await aptInstall(...wanted);
      words = installed ? lastLines(installed.output) : 'apt-get: only as root on a system that has it';
      if (wanted.includes('kamailio')) await keepFromStarting('kamailio');
    }
    if (missing().length > 0) {
      throw new PeerMissing(`${missing().join(', ')} missing; install ${wanted.join(' ')} of Debian. Tried:\n${words}`);
    }
    return { env: {}, detail: Object.keys(PROGRAMS).join(', ') };
  },
};

/** Debian's package makes a service of it, which runs at once and at each boot; tests start their own. */
async function keepFromStarting(service: string): Promise<void> {
  const systemd = existsSync('/run/systemd/system');
  if (systemd) await run('systemctl', ['disable', '--now', service], { timeoutMs: 30_000 });
  else {
    await run('service', [service, 'stop'], { timeoutMs: 30_000 });
    await run('update-rc.d', [service, 'disable'], { timeoutMs: 30_000 });
  }
}
