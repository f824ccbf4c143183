// The media host, which judges voice activity by loudness until its model is there.

import { join } from 'node:path';
import { keepMediaHost, type KeptMediaHost } from './media/index.ts';
import type { ClosableModelStore } from './providers/local/index.ts';
import type { Shared } from './shared.ts';

export async function startMedia({ config, log, owner }: Shared, store: ClosableModelStore): Promise<KeptMediaHost> {
  const mediaHost = await keepMediaHost({
    udpPorts: [config.udpPorts.first, config.udpPorts.last],
    rtpPorts: [config.rtpPorts.first, config.rtpPorts.last],
    advertisedIp: config.publicIp,
    log: (message, fields) => log.info(fields ?? {}, message),
  });
  owner.owns(() => mediaHost.close());
  const model = store.ensure('silero').then(
    (folder) => mediaHost.useVadModel(join(folder, 'silero_vad.onnx')),
    (error: unknown) => log.warn({ err: error }, 'voice activity is judged by loudness: its model could not be had'),
  );
  owner.owns(async () => {
    await store.close();
    await model;
  });
  return mediaHost;
}
