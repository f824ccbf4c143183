import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { encodePcmu, decodePcmu } from '../codec/g711.ts';
import { resample } from '../resample.ts';
import { decodeWav } from '../wav.ts';
import { createEnergyVad } from './energy-vad.ts';
import type { VadAnswer, VadRequest } from './protocol.ts';
import { loadSilero } from './silero.ts';
import { createSpeechEdges } from './speech-edges.ts';
import { startInferenceWorker } from './start-inference-worker.ts';
import { createVadClient } from './vad-client.ts';

const models = process.env.RINGBACK_MODELS ?? join(homedir(), '.cache/ringback/models');
const modelFile = join(models, 'silero/silero_vad.onnx');
const speechFile = join(models, 'test-speech/two_cities.wav');

/** "It was the best of times, it was the worst of times": a person reads; the pauses are where the ear hears them. */
function speech(rateHz: number, seconds = 12): Int16Array {
  const { rateHz: own, channels } = decodeWav(readFileSync(speechFile));
  return resample(channels[0]!, own, rateHz).subarray(0, rateHz * seconds);
}

function windows(pcm: Int16Array, size: number): Int16Array[] {
  return Array.from({ length: Math.floor(pcm.length / size) }, (_, i) => pcm.slice(i * size, (i + 1) * size));
}

test('many streams of both rates judged together give what each gives alone', async () => {
  const wide = windows(speech(16000, 3), 512);
  const phone = windows(decodePcmu(encodePcmu(speech(8000, 3))), 256);
  const judge = async (streams: { rateHz: number; sound: Int16Array[] }[]) => {
    const model = await loadSilero(modelFile);
    const heard = streams.map(() => [] as number[]);
    for (let seq = 0; seq < 90; seq++) {
      const batch = streams.map(({ rateHz, sound }, stream) => ({ stream, seq, rateHz, samples: sound[seq]! }));
      for (const { stream, probability } of await model.judge(batch)) heard[stream]!.push(probability);
    }
    return heard;
  };
  const together = await judge([
    { rateHz: 16000, sound: wide },
    { rateHz: 8000, sound: phone },
    { rateHz: 16000, sound: wide.toReversed() },
  ]);
  const alone = await judge([{ rateHz: 16000, sound: wide }]);
  together[0]!.forEach((probability, i) => assert.ok(Math.abs(probability - alone[0]![i]!) < 1e-4));
  assert.ok(
    together[0]!.some((probability) => probability > 0.9) && together[1]!.some((probability) => probability > 0.9),
  );
  assert.ok(Math.min(...together[0]!) < 0.1);
});

test('edges of real speech by model and by loudness agree on when somebody speaks', async () => {
  const pcm = speech(16000);
  const model = await loadSilero(modelFile);
  const spoken = { model: new Set<number>(), energy: new Set<number>() };
  const energy = createEnergyVad();
  const mark = (set: Set<number>) => {
    let from = 0;
    return {
      pause() {},
      edge(on: boolean, edge: number) {
        if (on) from = edge;
        else for (let slot = Math.round(from / 20_000); slot < edge / 20_000; slot++) set.add(slot);
      },
    };
  };
  const byModel = createSpeechEdges(mark(spoken.model));
  const byEnergy = createSpeechEdges(mark(spoken.energy));
  for (const [seq, samples] of windows(pcm, 512).entries()) {
    const parts = Float32Array.from({ length: 8 }, (_, part) =>
      samples.subarray(part * 64, (part + 1) * 64).reduce((sum, value) => sum + (value * value) / 64, 0),
    );
    const [answer] = await model.judge([{ stream: 1, seq, rateHz: 16000, samples }]);
    const window = { at: seq * 32_000, lengthUs: 32_000, parts };
    byModel.window(window, answer!.probability);
    byEnergy.window(window, energy.probability(parts.reduce((sum, part) => sum + part / 8, 0)));
  }
  const both = [...spoken.model].filter((slot) => spoken.energy.has(slot)).length;
  assert.ok(spoken.model.size > 200, `${spoken.model.size} slots of speech`);
  assert.ok(
    both / Math.max(spoken.model.size, spoken.energy.size) > 0.8,
    `${both} of ${spoken.model.size}, ${spoken.energy.size}`,
  );
});

test('the worker answers windows of a stream, and says when it has no model', async (t) => {
  const inference = startInferenceWorker({});
  t.after(() => inference.close());
  const client = createVadClient({ port: inference.port, nowUs: () => 0 });
  const edges: { on: boolean; edge: number }[] = [];
  const stream = client.open({ pause() {}, edge: (on, edge) => edges.push({ on, edge }) });
  const sound = speech(16000, 4);
  let at = 0;
  let unaskedBefore = 0;
  // Answers come one after the other: each message of the worker lets the next piece go.
  const feed = async (pcm: Int16Array) => {
    stream.write(pcm, 16000, at);
    at += (pcm.length * 1e6) / 16000;
    client.tick();
    // What is plainly background is not asked about.
    const { unasked } = client.dump();
    if (unasked === unaskedBefore) await once(inference.port, 'message');
    unaskedBefore = unasked;
  };
  await feed(sound.slice(0, 512));
  assert.deepEqual(client.dump(), { streams: 1, byModel: 0, byEnergy: 1, unasked: 0 });
  inference.useModel(modelFile);
  for (let i = 512; i + 512 <= sound.length; i += 512) await feed(sound.slice(i, i + 512));
  assert.ok(client.dump().byModel > 50, JSON.stringify(client.dump()));
  assert.deepEqual(edges[0]?.on, true);
  assert.ok(edges[0]!.edge > 500_000 && edges[0]!.edge < 2_500_000, `${edges[0]!.edge}`);
  client.close();
});

test('an answer that is too late is replaced by loudness', () => {
  let now = 0;
  const sent: unknown[] = [];
  let answer: (message: unknown) => void = () => {};
  const port = {
    on: (_: string, listener: typeof answer) => (answer = listener),
    postMessage: (message: unknown) => sent.push(message),
    close() {},
  };
  const client = createVadClient({ port: port as never, nowUs: () => now });
  const stream = client.open({ pause() {}, edge() {} });
  answer({ ready: true, streams: [], seqs: [], probabilities: [] });
  stream.write(new Int16Array(1024), 16000, 0);
  now = 19_000;
  client.tick();
  assert.deepEqual(client.dump(), { streams: 1, byModel: 0, byEnergy: 0, unasked: 0 });
  answer({ ready: true, streams: [1], seqs: [0], probabilities: [0.1] });
  now = 21_000;
  client.tick();
  assert.deepEqual(client.dump(), { streams: 1, byModel: 1, byEnergy: 1, unasked: 0 });
  answer({ ready: true, streams: [1], seqs: [1], probabilities: [0.1] });
  assert.equal(client.dump().byModel, 1);
});

/** Edges as the client finds them with a model that answers at once. */
async function edgesByClient(pcm: Int16Array, rateHz: 8000 | 16000) {
  const model = await loadSilero(modelFile);
  const asked: VadRequest[] = [];
  let answer: (message: VadAnswer) => void = () => {};
  const port = {
    on: (_: string, listener: typeof answer) => (answer = listener),
    postMessage: (request: VadRequest) => asked.push(request),
    close() {},
  };
  const client = createVadClient({ port: port as never, nowUs: () => 0 });
  const edges: { on: boolean; edge: number }[] = [];
  const stream = client.open({ pause() {}, edge: (on, edge) => edges.push({ on, edge }) });
  answer({ ready: true, streams: [], seqs: [], probabilities: [] });
  for (const [i, samples] of windows(pcm, rateHz / 31.25).entries()) {
    stream.write(samples, rateHz, i * 32_000);
    client.tick();
    for (const { seqs, windows: sent } of asked.splice(0)) {
      const [judged] = await model.judge([{ stream: 1, seq: seqs[0]!, rateHz, samples: sent[0]! }]);
      answer({ ready: true, streams: [1], seqs: [seqs[0]!], probabilities: [judged!.probability] });
    }
  }
  return { edges, ...client.dump() };
}

/** The same with every window put to the model. */
async function edgesByModel(pcm: Int16Array, rateHz: 8000 | 16000) {
  const model = await loadSilero(modelFile);
  const edges: { on: boolean; edge: number }[] = [];
  const find = createSpeechEdges({ pause() {}, edge: (on, edge) => edges.push({ on, edge }) });
  for (const [seq, samples] of windows(pcm, rateHz / 31.25).entries()) {
    const size = samples.length / 8;
    const parts = Float32Array.from({ length: 8 }, (_, part) =>
      samples.subarray(part * size, (part + 1) * size).reduce((sum, value) => sum + (value * value) / size, 0),
    );
    const [judged] = await model.judge([{ stream: 1, seq, rateHz, samples }]);
    find.window({ at: seq * 32_000, lengthUs: 32_000, parts }, judged!.probability);
  }
  return edges;
}

for (const [line, noise] of Object.entries({ 'a silent line': 0, 'a line that hums a little': 40 })) {
  test(`on ${line}, where background is not put to the model, speech begins and ends where it does otherwise`, async () => {
    const spoken = speech(8000, 8);
    const pcm = new Int16Array(spoken.length + 8000 * 8);
    pcm.set(spoken, 8000 * 4);
    let random = 1;
    for (let i = 0; i < pcm.length; i++) {
      random = (random * 16_807) % 2_147_483_647;
      pcm[i]! += Math.round(noise * (random / 2_147_483_647 - 0.5));
    }
    const phone = decodePcmu(encodePcmu(pcm));
    const every = await edgesByModel(phone, 8000);
    const { edges, unasked, byModel } = await edgesByClient(phone, 8000);
    assert.ok(unasked > 150, `${unasked} of ${unasked + byModel} windows were not asked about`);
    assert.deepEqual(
      edges.map(({ on }) => on),
      every.map(({ on }) => on),
    );
    edges.forEach(({ edge }, i) => assert.ok(Math.abs(edge - every[i]!.edge) <= 40_000, `edge ${i}`));
  });
}
