// Chromium: the system's, else playwright's download, else the package manager's when we are root.

import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { aptInstall, findProgram, lastLines, run } from './command.ts';
import { PeerMissing, type Peer } from './peer.ts';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

export const chromium: Peer = {
  name: 'Chromium',
  async provide(say) {
    const named = process.env.RINGBACK_TEST_CHROMIUM;
    const tried: string[] = [];
    const found = (await working(named, tried)) ?? (await working(findProgram(...NAMES), tried));
    if (found) return found;

    const fetched = (await working(await downloadedPath(), tried)) ?? (await download(say, tried));
    if (fetched) return fetched;

    say('installing Chromium with apt-get');
    const installed = await aptInstall('chromium');
    if (!installed) tried.push('apt-get: only as root on a system that has it');
    else if (!installed.ok) tried.push(`apt-get install chromium: ${lastLines(installed.output)}`);
    const last = await working(findProgram(...NAMES), tried);
    if (last) return last;
    throw new PeerMissing(
      `No Chromium to test the pages with. Tried:\n${tried.map((line) => `  - ${line}`).join('\n')}\n` +
        'Install Chromium or Chrome, or set RINGBACK_TEST_CHROMIUM to its program.',
    );
  },
};

/** The browser at this path if it starts. */
async function working(path: string | undefined, tried: string[]) {
  if (!path) return undefined;
  const { ok, output } = await run(path, ['--version'], { timeoutMs: 20_000 });
  const version = /^.*Chrom.*\d.*$/m.exec(output)?.[0].trim() ?? 'of unknown version';
  if (ok) return { env: { RINGBACK_TEST_CHROMIUM: path }, detail: `${version}, ${path}` };
  tried.push(`${path} does not start: ${lastLines(output)}`);
  return undefined;
}

const browsers = () => join(cacheFolder(), 'browsers');

/** Where playwright keeps its Chromium, when it is there. */
async function downloadedPath(): Promise<string | undefined> {
  process.env.PLAYWRIGHT_BROWSERS_PATH = browsers();
  const { chromium: playwright } = await import('playwright-core');
  return findProgram(playwright.executablePath());
}

async function download(say: (text: string) => void, tried: string[]) {
  say('downloading Chromium with playwright (about 170 MB)');
  const cli = join(import.meta.dirname, '..', '..', 'node_modules', 'playwright-core', 'cli.js');
  const { ok, output } = await run(process.execPath, [cli, 'install', '--no-shell', 'chromium'], {
    timeoutMs: 240_000,
    env: { PLAYWRIGHT_BROWSERS_PATH: browsers(), PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '5000' },
  });
  if (!ok) tried.push(`playwright's download: ${lastLines(output, 3)}`);
  return ok ? working(await downloadedPath(), tried) : undefined;
}
