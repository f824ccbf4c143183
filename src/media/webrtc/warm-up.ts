// The first connection of a thread makes a certificate and has everything compiled, which holds the thread for 100 ms and more. Better
// before the first call than in it.

import { createOpusDecoder, createOpusEncoder } from '../codec/opus.ts';
import { createConnection, forbidStun } from './werift-care.ts';

const limitMs = 5000;

/** Connects two peers of this thread with each other, once. Never rejects: a warm-up that fails is no fault. */
export async function warmUp(): Promise<void> {
  const here = createConnection({ address: '127.0.0.1', ports: null });
  const there = createConnection({ address: '127.0.0.1', ports: null });
  try {
    const limit = AbortSignal.timeout(limitMs);
    const connected = new Promise<void>((resolve) => {
      limit.addEventListener('abort', () => resolve());
      here.connectionStateChange.subscribe((state) => {
        if (state !== 'connecting') resolve();
      });
    });
    here.createDataChannel('warm-up');
    here.addTransceiver('audio', { direction: 'sendonly' });
    const offer = await here.createOffer();
    forbidStun(here);
    await here.setLocalDescription(offer);
    await there.setRemoteDescription(here.localDescription!);
    const answer = await there.createAnswer();
    forbidStun(there);
    await there.setLocalDescription(answer);
    await here.setRemoteDescription(there.localDescription!);
    createOpusDecoder().decode(createOpusEncoder().encode(new Int16Array(480)));
    await connected;
  } catch {
    // The first call will say what is wrong.
  } finally {
    await Promise.allSettled([here.close(), there.close()]);
  }
}
