// Ears, mind and mouth: the vendors that are set up, and the local models, which are fetched and loaded while the page already answers.

import type { Providers } from './interfaces/providers.ts';
import { createProviders } from './providers/index.ts';
import { createLocalSpeech, createModelStore, type ClosableModelStore } from './providers/local/index.ts';
import type { Shared } from './shared.ts';

export interface Speech {
  providers: Providers;
  store: ClosableModelStore;
}

export async function startSpeech({ config, log, owner }: Shared): Promise<Speech> {
  const store = createModelStore({
    folder: config.models.cacheDir,
    offlineFolder: config.models.offlineDir,
    upstreams: { huggingface: config.models.huggingFaceUrl },
  });
  owner.owns(() => store.close());
  const local = createLocalSpeech({ store, log });
  owner.owns(() => local.close());
  const providers = await createProviders({ ...config, ownPorts: [config.port] }, local);
  owner.owns(() => providers.close());
  const warming = local.warm().catch((error: unknown) => log.warn({ err: error }, 'local speech is not ready'));
  owner.owns(async () => {
    await store.close();
    await warming;
  });
  return { providers, store };
}
