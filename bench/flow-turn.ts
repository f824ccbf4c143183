// A turn in a conversation flow: what the engine itself takes of it, and how many round trips to a model pass before the first word.

import { setTimeout as pause } from 'node:timers/promises';
import { createFlowEngine, type ResumableEngine, type TranscriptItem } from '../src/conversation/index.ts';
import { flowStateAt, MAIN, type FlowDocument } from '../src/flow/index.ts';
import type { LanguageModel, ModelEvent } from '../src/interfaces/language-model.ts';
import { percentile, type Bench } from './figure.ts';

/** As in a large flow of a user. */
const NODES = 34;
const PROMPT_EDGES = 4;
const HISTORY = 200;
const TURNS = 300;
const MODEL_MS = 300;

export const flowTurn: Bench = {
  name: 'flow-turn',
  async run() {
    const own = await measureOwnShare();
    const ours = await firstWordMs({ misses: 0 });
    // An engine that has given up on decisions within replies asks for them alone, as a plain design would.
    const plain = await firstWordMs({ misses: 99 });
    const how = `${NODES} nodes, ${PROMPT_EDGES} prompt edges each, ${HISTORY}-${HISTORY + 2 * TURNS} utterances; the model answers at once`;
    const wait = `a model that takes ${MODEL_MS} ms to its first word`;
    return [
      { name: "engine's share of a turn, p50", value: percentile(own, 50), unit: 'ms', atMost: 2, how },
      { name: "engine's share of a turn, p99", value: percentile(own, 99), unit: 'ms', atMost: 8, how },
      {
        name: 'round trips before the first word',
        value: Math.round(ours / MODEL_MS),
        unit: '',
        atMost: 1,
        how: `${wait}; ${ours.toFixed(0)} ms`,
      },
      {
        name: 'the same, deciding first',
        value: Math.round(plain / MODEL_MS),
        unit: '',
        how: `${wait}; ${plain.toFixed(0)} ms`,
      },
    ];
  },
};

/** ms of each turn from the question to the last event. */
async function measureOwnShare(): Promise<number[]> {
  let turn = 0;
  const engine = engineWith(
    modelOf(() => `[${turn++ % (PROMPT_EDGES + 1)}] Very well, let us go on with that.`, 0),
    0,
  );
  const transcript: TranscriptItem[] = [];
  const measured: number[] = [];
  for (let n = 0; n < HISTORY / 2 + TURNS; n++) {
    transcript.push({ role: 'user', content: `I should like something else, please, for the ${n}th time.`, words: [] });
    const startedAt = performance.now();
    const text = await answer(engine, transcript);
    measured.push(performance.now() - startedAt);
    transcript.push({ role: 'agent', content: text, words: [] });
  }
  return measured.slice(HISTORY / 2);
}

/** ms to the first word of a turn that follows a prompt edge; the best of some. */
async function firstWordMs({ misses }: { misses: number }): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < 5; n++) {
    const model = modelOf(
      (isJson) => (isJson ? '{"choice":1}' : misses > 0 ? 'Very well.' : '[1] Very well.'),
      MODEL_MS,
    );
    const engine = engineWith(model, misses);
    const startedAt = performance.now();
    const transcript: TranscriptItem[] = [{ role: 'user', content: 'Something else, please.', words: [] }];
    await answer(engine, transcript, () => times.push(performance.now() - startedAt));
  }
  return Math.min(...times);
}

async function answer(engine: ResumableEngine, transcript: TranscriptItem[], onWord = (): void => {}): Promise<string> {
  const { signal } = new AbortController();
  let text = '';
  for await (const event of engine.respond({ kind: 'answer', transcript, signal })) {
    if (event.is === 'move') engine.take?.(event.move.id);
    if (event.is !== 'text') continue;
    if (text === '') onWord();
    text += event.text;
  }
  return text;
}

function modelOf(reply: (isJson: boolean) => string, firstWordMs: number): LanguageModel {
  return {
    provider: 'bench',
    model: 'bench',
    async *stream({ jsonSchema }): AsyncGenerator<ModelEvent> {
      if (firstWordMs > 0) await pause(firstWordMs);
      yield { is: 'text', text: reply(jsonSchema !== undefined) };
      yield { is: 'finish', reason: 'stop', usage: { inputTokens: 1, outputTokens: 1, cachedInputTokens: 0 } };
    },
  };
}

function engineWith(model: LanguageModel, misses: number): ResumableEngine {
  const state = flowStateAt({ part: MAIN, node: 'n0' });
  const standing = { state: null, previousState: null, collected: {}, flow: { state, misses, lastTurn: null } };
  return createFlowEngine(
    {
      model,
      modelFor: () => model,
      egress: { send: () => Promise.reject(new Error('no way out here')) },
      sign: () => '',
      wallClock: Date.now,
    },
    {
      document: flowDocument(),
      variables: { name: 'Ann' },
      session: { type: 'voice', startedAtMs: 0 },
      timezone: null,
      language: 'en-US',
      beginMessageDelayMs: 0,
      standing,
    },
  );
}

/** Every node talks by a prompt of some 400 characters and has edges by prompts and one by an equation. */
function flowDocument(): FlowDocument {
  const nodes = Array.from({ length: NODES }, (_, i) => ({
    id: `n${i}`,
    name: `Node ${i}`,
    type: 'conversation' as const,
    instruction: { type: 'prompt' as const, text: `Do thing ${i} with {{name}} at {{current_time}}. `.repeat(10) },
    edges: [
      {
        id: `q${i}`,
        destination_node_id: 'n0',
        transition_condition: {
          type: 'equation' as const,
          operator: '&&' as const,
          equations: [{ left: '{{name}}', operator: '==' as const, right: 'nobody' }],
        },
      },
      ...Array.from({ length: PROMPT_EDGES }, (_, k) => ({
        id: `e${i}-${k}`,
        destination_node_id: `n${(i * 3 + k + 1) % NODES}`,
        transition_condition: { type: 'prompt' as const, prompt: `the user wants thing ${k}` },
      })),
    ],
  }));
  return {
    global_prompt: 'You are the voice of a shop. '.repeat(70),
    nodes,
    start_node_id: 'n0',
    start_speaker: 'user',
  };
}
