// The browser client under the official package's name in an application of its own: installed as npm would lay it out, typed, bundled, run.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { build } from 'vite';
import { launchBrowser, visit, patience } from './browser.ts';
import { startFakeCalls } from './fake-call.ts';
import { startFakeServer } from './fake-server.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
let app: string;

before(async () => {
  app = await mkdtemp(join(tmpdir(), 'ringback-app-'));
  const client = join(app, 'node_modules', 'retell-client-js-sdk');
  await mkdir(join(client, 'dist'), { recursive: true });
  await cp(join(root, 'web-client', 'package.json'), join(client, 'package.json'));
  const bundle = join('dist', 'ringback-web-client.mjs');
  await cp(join(root, 'web-client', bundle), join(client, bundle));
  const types = join(root, 'web-client', 'tsconfig.types.json');
  await run(process.execPath, [compiler, '-p', types, '--outDir', join(client, 'dist', 'types')]);
  for (const dependency of ['livekit-client', 'eventemitter3'])
    await symlink(join(root, 'node_modules', dependency), join(app, 'node_modules', dependency));
  await writeFile(join(app, 'main.ts'), application);
  await writeFile(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['main.ts'] }));
});
after(() => rm(app, { recursive: true, force: true }));

const options = {
  target: 'es2022',
  module: 'esnext',
  moduleResolution: 'bundler',
  lib: ['es2022', 'dom'],
  types: [],
  strict: true,
  noEmit: true,
};

/** Written for the official package; only `serverUrl` is ours. */
const application = `
import { RetellWebClient } from 'retell-client-js-sdk';
import type { StartCallConfig } from 'retell-client-js-sdk';

const seen: unknown[] = [];
const client = new RetellWebClient({ serverUrl: location.origin });
client.on('call_started', () => seen.push('call_started'));
client.on('update', (update) => seen.push(update.transcript.at(-1)?.content));
client.on('some_other_event', (value: number) => seen.push(value));
client.on('error', (error) => {
  seen.push(error);
  client.stopCall();
});
const volume = (): number | undefined => client.analyzerComponent?.calculateVolume();
const talk = (config: StartCallConfig) => client.startCall(config);
// @ts-expect-error An option that does not exist.
void (() => new RetellWebClient({ nonsense: true }));
Object.assign(globalThis, { seen, client, talk, volume });
`;

test('its types hold in an application that checks its libraries, too', async () => {
  const { stdout } = await run(process.execPath, [compiler, '-p', app]).catch((error: { stdout: string }) => error);
  assert.equal(stdout, '');
});

test('an application bundled with it talks', patience, async () => {
  await build({
    root: app,
    logLevel: 'error',
    configFile: false,
    build: { lib: { entry: 'main.ts', formats: ['es'], fileName: () => 'app.mjs' }, chunkSizeWarningLimit: 2000 },
  });
  const [browser, calls] = await Promise.all([launchBrowser(), startFakeCalls()]);
  const server = await startFakeServer(undefined, calls);
  try {
    const { page } = await visit(browser, `${server.url}/calls`, { ignorePolicy: true });
    await page.addScriptTag({ type: 'module', content: await readFile(join(app, 'dist', 'app.mjs'), 'utf8') });
    // A module in the page runs later than its tag is there.
    await page.waitForFunction(`'talk' in window`);
    await page.evaluate(`talk({ accessToken: '${calls.token('call_alias')}' })`);
    const agent = await calls.next();
    await page.waitForFunction(`seen.includes('call_started')`);
    agent.tell({ event_type: 'update', transcript: [{ role: 'agent', content: 'Good day.' }] });
    await page.waitForFunction(`seen.includes('Good day.')`);
    assert.deepEqual(await page.evaluate('seen'), ['call_started', 'Good day.']);
    await page.evaluate('client.stopCall()');
    await agent.gone;
  } finally {
    await browser.close();
    await server.close();
    await calls.close();
  }
});
