// `npm run talk`: a whole call from the terminal, with a WAV file as the microphone. Prints the transcript and the latencies; ends with
// 1 when the agent did not answer.

import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { decodeWav, encodeWav } from '../media/index.ts';
import { startServerProcess } from './server-process.ts';
import { callAgent, type TalkResult } from './talk-call.ts';

const { values: flags } = parseArgs({
  options: {
    in: { type: 'string', default: fileURLToPath(new URL('../../examples/question.wav', import.meta.url)) },
    out: { type: 'string' },
    agent: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (flags.help) {
  console.log(`Calls an agent with a WAV file as microphone.

  npm run talk -- [--in question.wav] [--out answer.wav] [--agent agent_...] [--verbose]

  --in       what the caller says, a WAV of any rate (default: examples/question.wav)
  --out      where the agent's sound goes
  --agent    an agent of the server (default: a new one with a short prompt)
  --verbose  shows the log of the server that is started for the call

RETELL_BASE_URL and RETELL_API_KEY name a running server; without them one is started for this call alone.`);
} else {
  process.exitCode = await talk();
}

async function talk(): Promise<number> {
  const question = decodeWav(await readFile(resolve(flags.in)));
  const pcm = question.channels[0];
  if (!pcm) throw new Error(`${flags.in} holds no sound.`);
  const result = await withServer((server) =>
    callAgent({
      ...server,
      question: { pcm, rateHz: question.rateHz },
      agentId: flags.agent ?? null,
      print: console.log,
    }),
  );
  if (flags.out !== undefined) await writeFile(resolve(flags.out), encodeWav(result.sound, result.rateHz));
  report(result);
  return result.answered ? 0 : 1;
}

async function withServer<T>(run: (server: { url: string; apiKey: string }) => Promise<T>): Promise<T> {
  const { RETELL_BASE_URL: url, RETELL_API_KEY: apiKey } = process.env;
  if (url) return run({ url, apiKey: apiKey ?? '' });
  const dataDir = await mkdtemp(join(tmpdir(), 'ringback-talk-'));
  const ownKey = `key_${randomBytes(16).toString('hex')}`;
  console.log('Starting a server for this call. The first time, local models are fetched (220 MB).');
  const server = await startServerProcess({
    dataDir,
    apiKey: ownKey,
    env: { RINGBACK_LOG_LEVEL: flags.verbose ? 'info' : 'warn' },
  });
  try {
    return await run({ url: server.url, apiKey: ownKey });
  } finally {
    await server.stop();
    if (flags.verbose) console.error(server.output());
    await rm(dataDir, { recursive: true, force: true });
  }
}

function report({ call, answered }: TalkResult): void {
  console.log(`\n${call.transcript ?? ''}`);
  for (const [part, figures] of Object.entries(call.latency ?? {})) {
    console.log(`latency ${part.padEnd(4)} p50 ${String(Math.round(figures.p50)).padStart(5)} ms of ${figures.num}`);
  }
  console.log(`ended: ${call.disconnection_reason ?? 'not yet'}`);
  if (!answered) console.error('The agent did not answer.');
}
