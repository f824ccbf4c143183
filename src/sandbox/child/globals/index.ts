// Everything that a program finds beside the language itself. Gives what starts it, and what brings it what it waits for.

import { installConsole } from './console.ts';
import { installEncoding } from './encoding.ts';
import { installFetch } from './fetch.ts';
import { createWorld, type Host } from './host.ts';
import { installIntl } from './intl.ts';
import { createProgram } from './program.ts';
import { installTimers } from './timers.ts';
import { installUrl } from './url.ts';

export function install(host: Host): { begin: unknown; settled: unknown } {
  // Nobody is there to share memory with.
  for (const name of ['SharedArrayBuffer', 'Atomics']) Reflect.deleteProperty(globalThis, name);
  const { world, settled } = createWorld(host);
  installConsole(world);
  installTimers(world);
  installEncoding(world);
  installUrl(world);
  installIntl(world);
  installFetch(world);
  return { begin: createProgram(world), settled };
}
