// The real program with vendors that answer at once, so that what is measured is ours.

import { joinCall, type CallClient } from '../src/media/index.ts';
import { startFakeDeepgram } from '../test/support/fakes/deepgram.ts';
import { startFakeElevenLabs } from '../test/support/fakes/elevenlabs.ts';
import { startFakeOpenAi } from '../test/support/fakes/openai.ts';
import { goodKey } from '../test/support/fakes/vendor-server.ts';
import type { Scope } from '../test/support/scope.ts';
import { wholeServer, type WholeServer } from '../test/support/whole-server.ts';

export interface FakeVendorServer {
  server: WholeServer;
  /** Joins a new call of an agent that greets and answers "Sure." to everything. */
  call(): Promise<CallClient>;
}

/** Calls `run`, then ends everything that it started. */
export async function withFakeVendors<T>(run: (fakes: FakeVendorServer) => Promise<T>): Promise<T> {
  const cleanUps: (() => unknown)[] = [];
  const scope: Scope = { after: (cleanUp) => void cleanUps.push(cleanUp) };
  try {
    const deepgram = await startFakeDeepgram(scope, { hears: ['Tell me more.'] });
    const openai = await startFakeOpenAi(scope, { answer: () => ({ say: ['Sure.'] }) });
    const elevenlabs = await startFakeElevenLabs(scope, ['nPczCjzI2devNBz1zQrb', 'EXAVITQu4vr4xnSDxMaL']);
    const server = await wholeServer(scope, {
      RINGBACK_CHECK_RESPONSES: 'false',
      DEEPGRAM_API_KEY: goodKey,
      DEEPGRAM_BASE_URL: deepgram.url,
      OPENAI_API_KEY: goodKey,
      OPENAI_BASE_URL: `${openai.url}/v1`,
      ELEVENLABS_API_KEY: goodKey,
      ELEVENLABS_BASE_URL: elevenlabs.url,
    });
    const { agent_id } = await server.makeAgent({
      agent: { voice_id: '11labs-Adrian' },
      llm: { begin_message: 'Hi.', model: 'gpt-4.1' },
    });
    return await run({
      server,
      async call() {
        const { access_token } = await server.createWebCall(agent_id);
        const client = await joinCall({ url: server.url, token: access_token });
        scope.after(() => client.kill());
        await client.connected;
        return client;
      },
    });
  } finally {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  }
}
