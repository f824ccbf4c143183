// `npm run talk` as people run it: a WAV file is the caller, what the agent says comes back as one.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { decodeWav, encodePcmu, encodeWav, resample } from '../../src/media/index.ts';
import { QUESTION } from '../support/caller.ts';
import { startFakeDeepgram } from '../support/fakes/deepgram.ts';
import { startFakeElevenLabs } from '../support/fakes/elevenlabs.ts';
import { startFakeOpenAi } from '../support/fakes/openai.ts';
import { badKey, goodKey } from '../support/fakes/vendor-server.ts';
import { level, readRecording } from '../support/recording.ts';
import type { Scope } from '../support/scope.ts';
import { openListener } from '../support/speech/listen.ts';
import { wholeServer } from '../support/whole-server.ts';
import { startWireMind } from '../support/wire-mind.ts';

const program = fileURLToPath(new URL('../../src/cli/talk.ts', import.meta.url));
const question = fileURLToPath(QUESTION);
/** The voice at ElevenLabs that speaks for the agent which `talk` makes. */
const STAND_IN_VOICE = 'cjVigY5qzO86Huf0OWal';

test('without any key: the local ears, the guide and the local voice answer', async (t) => {
  const out = join(await folderOf(t), 'answer.wav');
  const { code, stdout, stderr } = await talk(['--in', question, '--out', out], { RINGBACK_LLM_DISCOVERY: 'false' });
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^User: .*my name is Anna/im);
  assert.match(stdout, /^Agent: .*Nice to meet you, Anna/m);
  assert.match(stdout, /^latency e2e .* ms/m);
  assert.match(stdout, /^ended: user_hangup$/m);
  const answer = readRecording(await readFile(out));
  const words = await openListener(t)(answer.channels[0] as Int16Array, answer.rateHz);
  assert.match(words, /scripted guide.*nice to meet you/is);
});

// These wait for a caller's voice most of the time, and need little else.
describe('vendors', { concurrency: 2 }, () => {
  test('with base URLs set, the vendors hear, think and speak', async (t) => {
    const [openAi, deepgram, elevenLabs] = await Promise.all([
      startFakeOpenAi(t),
      startFakeDeepgram(t, { hears: ['What is a lighthouse?'] }),
      startFakeElevenLabs(t, [STAND_IN_VOICE]),
    ]);
    const out = join(await folderOf(t), 'answer.wav');
    const { code, stdout, stderr } = await talk(['--in', question, '--out', out], {
      OPENAI_BASE_URL: openAi.url,
      OPENAI_API_KEY: goodKey,
      DEEPGRAM_BASE_URL: deepgram.url,
      DEEPGRAM_API_KEY: goodKey,
      ELEVENLABS_BASE_URL: elevenLabs.url,
      ELEVENLABS_API_KEY: goodKey,
    });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^User: What is a lighthouse\?/m);
    assert.match(stdout, /^Agent: Hello there, caller\./m);
    const bodies = openAi.requests.map(({ body }) => JSON.stringify(body));
    assert.ok(bodies.some((body) => body.includes('What is a lighthouse?')));
    assert.equal(deepgram.requests[0]?.path, '/v1/listen');
    assert.ok(elevenLabs.texts.some(({ text }) => String(text).includes('Hello there')));
    const { channels, ...answer } = readRecording(await readFile(out));
    assert.ok(level({ ...answer, channels }, channels[0]!) > 0.01, "the vendor's tone");
  });

  test('a model that refuses the key is no answer, and is named', async (t) => {
    const openAi = await startFakeOpenAi(t);
    const { code, stdout, stderr } = await talk(['--in', question], {
      OPENAI_BASE_URL: openAi.url,
      OPENAI_API_KEY: badKey,
    });
    assert.notEqual(code, 0);
    assert.match(stderr, /warn: the model failed category=auth/);
    assert.match(stderr, /The agent did not answer\./);
    assert.ok(!`${stdout}${stderr}`.includes(badKey));
  });
});

test('any WAV will do: mu-law at 8 kHz, one side of a stereo file, 44.1 and 48 kHz', async (t) => {
  const mind = await startWireMind(t);
  const server = await wholeServer(t, mind.env);
  await server.ready();
  const { agent_id } = await server.makeAgent({
    llm: { begin_message: 'Hello.', ...mind.llm(() => ({ say: ['I heard you.'] })) },
  });
  const folder = await folderOf(t);
  const sounds = Object.entries(await questionInManyForms());
  for (const pair of [sounds.slice(0, 2), sounds.slice(2)])
    await Promise.all(pair.map(([name, wav]) => say(name, wav)));

  async function say(name: string, wav: Uint8Array): Promise<void> {
    const file = join(folder, `${name}.wav`);
    await writeFile(file, wav);
    const { code, stdout, stderr } = await talk(['--in', file, '--agent', agent_id], {
      RETELL_BASE_URL: server.url,
      RETELL_API_KEY: server.key,
    });
    assert.equal(code, 0, `${name}: ${stdout} ${stderr}`);
    assert.match(stdout, /^User: .*my name is/im, name);
    assert.match(stdout, /^Agent: I heard you\./m, name);
  }
});

test('a server that dies in the middle of the call is named as the reason', async (t) => {
  const mind = await startWireMind(t);
  const server = await wholeServer(t, mind.env);
  await server.ready();
  const { agent_id } = await server.makeAgent({ llm: { begin_message: 'Hello.' } });
  const dying = talk(
    ['--in', question, '--agent', agent_id],
    { RETELL_BASE_URL: server.url, RETELL_API_KEY: server.key },
    (stdout) => stdout.includes('agent speaks') && void server.process.kill(),
  );
  const { code, stderr } = await dying;
  assert.notEqual(code, 0);
  assert.equal(stderr.trim(), 'The connection to the server was lost.');
});

test('what is no WAV file, or not there, is refused with words before anything is started', async () => {
  for (const [path, words] of [
    [program, /talk\.ts cannot be spoken: not a WAV file/],
    ['nowhere.wav', /nowhere\.wav cannot be spoken: .*no such file/],
  ] as const) {
    const { code, stdout, stderr } = await talk(['--in', path]);
    assert.notEqual(code, 0);
    assert.match(stderr, words);
    assert.doesNotMatch(stderr, /^\s+at /m, 'words, no stack');
    assert.equal(stdout, '');
  }
});

interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** `onOutput`: is told all of its output so far whenever there is more. */
function talk(
  args: string[],
  env: Record<string, string> = {},
  onOutput: (stdout: string) => void = () => {},
): Promise<Run> {
  const child = spawn(process.execPath, [program, ...args], { env: { ...process.env, ...env }, stdio: 'pipe' });
  const run: Run = { code: null, stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    run.stdout += text;
    onOutput(run.stdout);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (run.stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ ...run, code }));
  });
}

async function folderOf(t: Scope): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-talk-test-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function questionInManyForms(): Promise<Record<string, Uint8Array>> {
  const { rateHz, channels } = decodeWav(await readFile(QUESTION));
  const at = (wantedHz: number): Int16Array => resample(channels[0] as Int16Array, rateHz, wantedHz);
  return {
    'mu-law-8k': muLawWav(at(8000)),
    'right-side-22k': encodeWav(onTheRight(at(22_050)), 22_050, 2),
    '44k': encodeWav(at(44_100), 44_100),
    '48k': encodeWav(at(48_000), 48_000),
  };
}

/** Two channels, the left one silent. */
function onTheRight(pcm: Int16Array): Int16Array {
  const both = new Int16Array(pcm.length * 2);
  pcm.forEach((sample, i) => (both[2 * i + 1] = sample));
  return both;
}

/** As telephone systems record: the format chunk says kind 7, 8 bits, 8000 Hz. */
function muLawWav(pcm: Int16Array): Uint8Array {
  const data = encodePcmu(pcm);
  const wav = Buffer.concat([encodeWav(new Int16Array(0), 8000), data]);
  wav.writeUInt32LE(36 + data.length, 4);
  wav.writeUInt16LE(7, 20);
  wav.writeUInt32LE(8000, 28);
  wav.writeUInt16LE(1, 32);
  wav.writeUInt16LE(8, 34);
  wav.writeUInt32LE(data.length, 40);
  return wav;
}
