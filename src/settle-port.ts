// The TCP port to listen on, known to be free before anything else starts.

import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/**
 * Gives `port`, or a free one for 0: addresses of files stand in records from the first moment. Throws in words for the user when it
 * cannot be listened on, long before a database is made and models are loaded.
 */
export async function settlePort(host: string, port: number): Promise<number> {
  const probe = createServer();
  try {
    probe.listen(port, host);
    await once(probe, 'listening');
  } catch (error) {
    throw new Error(whyNot(error as NodeJS.ErrnoException, host, port), { cause: error });
  }
  const settled = (probe.address() as AddressInfo).port;
  probe.close();
  await once(probe, 'close');
  return settled;
}

function whyNot({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken by another program, or by a Ringback that runs already. Set PORT to another one (0 takes a free one).`;
    case 'EACCES':
      return `Port ${port} may not be opened by this user; ports from 1024 on may. Set PORT to another one.`;
    case 'ENOTFOUND':
    case 'EADDRNOTAVAIL':
    case 'EINVAL':
      return `HOST ${host} is no address of this machine. Usual: 127.0.0.1, or 0.0.0.0 for every network.`;
    default:
      return `Port ${port} on ${host} cannot be opened: ${message}`;
  }
}
