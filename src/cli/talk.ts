// `npm run talk`: a whole call from the terminal, with a WAV file as the microphone. Prints the transcript and the latencies; ends with
// 1 when the agent did not answer.

import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { decodeWav, encodeWav } from '../media/index.ts';
import { plainLine } from './plain-line.ts';
import { startServerProcess } from './server-process.ts';
import { callAgent, type TalkResult } from './talk-call.ts';

const options = {
  in: { type: 'string', default: fileURLToPath(new URL('../../examples/question.wav', import.meta.url)) },
  out: { type: 'string' },
  agent: { type: 'string' },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

type Flags = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

const help = `Calls an agent with a WAV file as microphone.

  npm run talk -- [--in question.wav] [--out answer.wav] [--agent agent_...] [--verbose]

  --in       what the caller says, a WAV of any rate (default: examples/question.wav)
  --out      where the agent's sound goes
  --agent    an agent of the server (default: a new one with a short prompt)
  --verbose  shows the log of the server that is started for the call

RETELL_BASE_URL and RETELL_API_KEY name a running server; without them one is started for this call alone.`;

try {
  const { values: flags } = parseArgs({ options });
  if (flags.help) console.log(help);
  else process.exitCode = await talk(flags);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

async function talk(flags: Flags): Promise<number> {
  const question = await readQuestion(flags.in);
  const result = await withServer(flags, (server) =>
    callAgent({ ...server, question, agentId: flags.agent ?? null, print: console.log }),
  );
  if (flags.out !== undefined) await writeFile(resolve(flags.out), encodeWav(result.sound, result.rateHz));
  report(result);
  return result.answered ? 0 : 1;
}

/** All channels mixed into one. Throws with the file's name and what is wrong with it. */
async function readQuestion(path: string): Promise<{ pcm: Int16Array; rateHz: number }> {
  try {
    const { rateHz, channels } = decodeWav(await readFile(resolve(path)));
    const [first] = channels;
    if (!first?.length) throw new Error('it holds no sound');
    const pcm = first.map((_, i) => channels.reduce((sum, channel) => sum + channel[i]!, 0) / channels.length);
    return { pcm, rateHz };
  } catch (error) {
    throw new Error(`${path} cannot be spoken: ${(error as Error).message}`, { cause: error });
  }
}

async function withServer<T>(
  { verbose }: Flags,
  run: (server: { url: string; apiKey: string }) => Promise<T>,
): Promise<T> {
  const { RETELL_BASE_URL: url, RETELL_API_KEY: apiKey } = process.env;
  if (url) return run({ url, apiKey: apiKey ?? '' });
  const dataDir = await mkdtemp(join(tmpdir(), 'ringback-talk-'));
  const ownKey = `key_${randomBytes(16).toString('hex')}`;
  console.log('Starting a server for this call. The first time, local models are fetched (311 MB).');
  const server = await startServerProcess({
    dataDir,
    apiKey: ownKey,
    env: { RINGBACK_LOG_LEVEL: verbose ? 'info' : 'warn' },
  });
  try {
    return await run({ url: server.url, apiKey: ownKey });
  } finally {
    await server.stop();
    if (verbose) console.error(server.output());
    await rm(dataDir, { recursive: true, force: true });
  }
}

function report({ call, answered, troubles }: TalkResult): void {
  console.log(`\n${(call.transcript ?? '').split('\n').map(plainLine).join('\n')}`);
  for (const [part, figures] of Object.entries(call.latency ?? {})) {
    console.log(`latency ${part.padEnd(4)} p50 ${String(Math.round(figures.p50)).padStart(5)} ms of ${figures.num}`);
  }
  console.log(`ended: ${call.disconnection_reason ?? 'not yet'}`);
  if (troubles.length > 0) console.error(`\nFrom the log of the call:\n${troubles.join('\n')}`);
  if (!answered) console.error('The agent did not answer.');
}
