// The local models and the recorded speech that tests listen to, fetched by the product's own store.

import { join } from 'node:path';
import { models } from '../../src/providers/local/store/catalogue.ts';
import { cacheFolder } from './cache-folder.ts';
import { lastLines, run } from './command.ts';
import { PeerMissing, type Peer } from './peer.ts';

export const localModels: Peer = {
  name: 'the local models',
  async provide(say) {
    const folder = process.env.RINGBACK_MODELS || join(cacheFolder(), 'models');
    const fetcher = join(import.meta.dirname, '..', '..', 'src', 'cli', 'models.ts');
    say('fetching what is missing of the local models (315 MB in all, kept in the cache)');
    const args = [fetcher, '--for-tests', '--folder', folder, ...Object.keys(models)];
    const { ok, output } = await run(process.execPath, args, { timeoutMs: 600_000 });
    if (!ok) throw new PeerMissing(`The local models could not be fetched:\n${lastLines(output, 20)}`);
    return { env: { RINGBACK_MODELS: folder }, detail: folder };
  },
};
