// The server's process: configuration, log, start, signals, end. What is composed stands in start-server.ts.

import pino from 'pino';
import { ConfigError, describeConfig, loadConfig, type Config } from './config.ts';
import type { ListeningMessage } from './cli/server-process.ts';
import { startServer, type RunningServer } from './start-server.ts';
import { welcome } from './welcome.ts';

/** A process that cannot end in order ends all the same. */
const SHUTDOWN_LIMIT_MS = 15_000;
const SAME_SIGNAL_MS = 1_000;

const [argument] = process.argv.slice(2);
if (argument === '--help' || argument === '-h') {
  console.log(describeConfig());
} else if (argument !== undefined) {
  console.error(
    `The server takes no argument "${argument}": settings come from the environment (PORT=9000 npm start) or from ` +
      'ringback.config.json. npm start -- --help lists them.',
  );
  process.exitCode = 2;
} else {
  await main();
}

async function main(): Promise<void> {
  const config = readConfig();
  const log = pino({ level: config.logLevel });
  for (const warning of config.warnings) log.warn(warning);
  let server: RunningServer;
  try {
    server = await startServer(config, log);
  } catch (error) {
    console.error(`Ringback could not start: ${error instanceof Error ? error.message : String(error)}`);
    log.debug({ err: error }, 'start failed');
    process.exit(1);
  }
  const signInUrl = server.signInLink();
  console.log(welcome(server, signInUrl));
  process.send?.({ is: 'listening', url: server.url, signInUrl } satisfies ListeningMessage);
  closeOnSignals(server);
}

function readConfig(): Config {
  try {
    return loadConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(`${error.message}\nnpm start -- --help lists every setting.`);
    process.exit(2);
  }
}

/**
 * The first signal closes in order, a later one ends at once. npm and the terminal may both deliver the same one. A parent process
 * that is gone counts as a signal; a server that can run no more calls ends with 1, so that whoever watches over it starts another.
 */
function closeOnSignals(server: RunningServer): void {
  let closingSince: number | null = null;
  const close = (): void => {
    if (closingSince !== null) {
      if (Date.now() - closingSince > SAME_SIGNAL_MS) process.exit(1);
      return;
    }
    closingSince = Date.now();
    console.log('Ringback is closing: running calls end and are written down. Once more to end at once.');
    closeAndExit(server, 0);
  };
  process.on('SIGINT', close);
  process.on('SIGTERM', close);
  process.on('disconnect', close);
  void server.failed.then((why) => {
    if (closingSince !== null) return;
    closingSince = Date.now();
    console.error(`Ringback ends, it has to be started again: ${why}.`);
    closeAndExit(server, 1);
  });
}

function closeAndExit(server: RunningServer, code: number): void {
  setTimeout(() => process.exit(1), SHUTDOWN_LIMIT_MS).unref();
  void server.close().then(() => process.exit(code));
}
