// `node src/cli/models.ts [--for-tests] [--folder DIR] [--from DIR] [names…]`: fetches the local models and prints a table.
// Without names: what a voice call needs. `npm test` and images call it.

import { parseArgs } from 'node:util';
import { loadConfig } from '../config.ts';
import {
  createFileStore,
  models,
  testSpeech,
  voiceLoopModels,
  type ClosableModelStore,
} from '../providers/local/index.ts';

const specs = { ...models, ...testSpeech };
type Name = keyof typeof specs;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'for-tests': { type: 'boolean', default: false },
    folder: { type: 'string' },
    from: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (flags.help) {
  console.log(`Fetches the local models.

  models [--for-tests] [--folder DIR] [--from DIR] [names…]

  names        ${Object.keys(specs).join(', ')}
               (default: ${voiceLoopModels.join(', ')})
  --for-tests  adds the human speech that tests and bench listen to
  --folder     where models are kept
  --from       a folder with files that were brought here beforehand, like RINGBACK_MODELS`);
} else {
  process.exitCode = await fetchAll();
}

async function fetchAll(): Promise<number> {
  const unknown = positionals.filter((name) => !(name in specs));
  if (unknown.length > 0) {
    console.error(`No such model: ${unknown.join(', ')}. There are: ${Object.keys(specs).join(', ')}.`);
    return 2;
  }
  const wanted = new Set<Name>(positionals.length > 0 ? (positionals as Name[]) : voiceLoopModels);
  if (flags['for-tests']) wanted.add('test-speech');
  const config = loadConfig().models;
  const store = createFileStore(specs, {
    folder: flags.folder ?? config.cacheDir,
    offlineFolder: flags.from ?? config.offlineDir,
    upstreams: { huggingface: config.huggingFaceUrl },
  });
  showProgress(store);
  const results = await Promise.allSettled([...wanted].map((name) => store.ensure(name)));
  const statuses = store.status().filter((status) => wanted.has(status.name));
  for (const status of statuses) {
    console.log(
      `${status.name.padEnd(13)} ${status.state.padEnd(8)} ${megabytes(status.bytes).padStart(9)}  ${status.detail}`,
    );
  }
  await store.close();
  return results.every((result) => result.status === 'fulfilled') ? 0 : 1;
}

/** A line whenever a source changes or another tenth has come. */
function showProgress(store: ClosableModelStore<Name>): void {
  const shown = new Map<string, string>();
  store.onChange(({ name, state, bytes, bytesDone, detail }) => {
    if (state !== 'fetching') return;
    const line = `${name}: ${Math.floor((10 * bytesDone) / bytes) * 10} % of ${megabytes(bytes)} from ${detail}`;
    if (shown.get(name) === line) return;
    shown.set(name, line);
    console.log(line);
  });
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
