// The wire formats of the model vendors in all their forms, byte by byte: what comes is understood, and what is broken is said.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRetellLlmEngine } from '../../src/conversation/index.ts';
import { createEgress } from '../../src/egress/index.ts';
import type { ModelEvent, ModelRequest } from '../../src/interfaces/language-model.ts';
import { ProviderError } from '../../src/interfaces/provider-error.ts';
import { collect } from '../support/collect.ts';
import { anthropicWire } from '../support/model-wire/anthropic.ts';
import { googleWire } from '../support/model-wire/google.ts';
import { openAiWire } from '../support/model-wire/openai.ts';
import { answerWith, deliver, type ModelWire, type WireAnswer } from '../support/model-wire/wire.ts';

const parameters = { type: 'object', properties: { number: { type: 'string' }, city: { type: 'string' } } };
const request = (): ModelRequest => ({
  messages: [{ role: 'user', content: 'Hello' }],
  tools: [{ name: 'look_up', description: 'x', parameters }],
  temperature: 0,
  signal: new AbortController().signal,
});

interface Heard {
  text: string;
  calls: [name: string, args: unknown][];
  ids: string[];
  finish: Extract<ModelEvent, { is: 'finish' }> | null;
  error: ProviderError | null;
}

/** Everything that the adapter makes of the stream. Any error that is not a ProviderError fails the test. */
async function hear(
  wire: ModelWire,
  frames: string[] | string,
  bytesAtOnce = 1 << 20,
  cutAfter?: number,
): Promise<Heard> {
  const text = typeof frames === 'string' ? frames : frames.join('');
  const heard: Heard = { text: '', calls: [], ids: [], finish: null, error: null };
  try {
    for await (const event of wire.connect(deliver(text, bytesAtOnce, cutAfter)).stream(request())) {
      if (event.is === 'text') heard.text += event.text;
      else if (event.is === 'finish') heard.finish = event;
      else {
        heard.calls.push([event.call.name, JSON.parse(event.call.arguments)]);
        heard.ids.push(event.call.id);
      }
    }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    heard.error = error;
  }
  return heard;
}

const answer: WireAnswer = {
  say: ['Grüezi ', '— 你好, ', '👩‍👩‍👧 ', 'ok.'],
  tools: [
    { id: 'call_a', name: 'look_up', pieces: ['{"num', 'ber":"7', '","city":"Zü', 'rich 🏔️\\n\\"x\\""}'] },
    { id: 'call_b', name: 'look_up', pieces: ['{}'] },
    { id: 'call_c', name: 'look_up', pieces: ['{"number":"', '8"}'] },
  ],
};
const spoken = 'Grüezi — 你好, 👩‍👩‍👧 ok.';
const called = [
  ['look_up', { number: '7', city: 'Zürich 🏔️\n"x"' }],
  ['look_up', {}],
  ['look_up', { number: '8' }],
];

for (const wire of [openAiWire, anthropicWire, googleWire]) {
  test(`${wire.name}: words and parallel calls are the same however the bytes are split`, async () => {
    const whole = wire.frames(answer).join('');
    const bytes = Buffer.byteLength(whole);
    for (const bytesAtOnce of [1, 2, 3, 5, 7, 11, 64, bytes]) {
      const { text, calls, ids, finish, error } = await hear(wire, whole, bytesAtOnce);
      assert.equal(error, null, `${bytesAtOnce} bytes at once`);
      assert.deepEqual([text, calls, finish?.reason], [spoken, called, 'tools'], `${bytesAtOnce} bytes at once`);
      assert.equal(new Set(ids).size, 3, 'each call has an id of its own');
    }
    const windows = whole.replaceAll('\n', '\r\n');
    assert.deepEqual((await hear(wire, windows, 3)).calls, called, 'lines may end as on Windows');
  });

  test(`${wire.name}: a stream that is cut anywhere is never taken for a whole answer, nor half arguments for a call`, async () => {
    const whole = wire.frames(answer).join('');
    const bytes = Buffer.byteLength(whole);
    for (let cutAfter = 0; cutAfter < bytes; cutAfter += 13) {
      for (const how of ['dies', 'ends'] as const) {
        const bare = Buffer.from(whole).subarray(0, cutAfter);
        const heard =
          how === 'dies'
            ? await hear(wire, whole, 1 << 20, cutAfter)
            : await hear(wire, new TextDecoder().decode(bare));
        assert.ok(spoken.startsWith(heard.text.replace(/\uFFFD$/, '')), `${how} after ${cutAfter}`);
        for (const each of heard.calls)
          assert.ok(
            called.some((call) => JSON.stringify(call) === JSON.stringify(each)),
            `${how} after ${cutAfter}: ${JSON.stringify(each)}`,
          );
        if (heard.finish) assert.deepEqual([heard.text, heard.calls], [spoken, called], `${how} after ${cutAfter}`);
        else
          assert.ok(
            ['unavailable', 'protocol'].includes(heard.error?.category ?? ''),
            `${how} after ${cutAfter}: ${heard.error}`,
          );
      }
    }
  });

  test(`${wire.name}: what it sends in between changes nothing`, async () => {
    const [first, ...rest] = wire.frames(answer) as [string, ...string[]];
    const noisy = [first, ...rest.slice(0, -1).flatMap((frame) => [...wire.noise, frame]), ...rest.slice(-1)];
    const { text, calls, error } = await hear(wire, noisy);
    assert.deepEqual([error, text, calls], [null, spoken, called]);
  });

  for (const { what, frames, words } of wire.refusals) {
    test(`${wire.name}: a refusal ${what} is told as one`, async () => {
      const { text, finish, error } = await hear(wire, frames);
      assert.equal(text, words);
      if (words !== '') return assert.equal(finish?.reason, 'filter');
      assert.deepEqual([finish, error?.category, error?.retryable], [null, 'bad_request', false]);
      assert.match(error?.message ?? '', /withheld by a content filter/);
    });
  }

  test(`${wire.name}: a whole answer that was withheld is asked for again, so that the user hears something`, async () => {
    const bare = wire.refusals.find(({ words }) => words === '') ?? assert.fail();
    const { requests, text } = await converse(wire, bare.frames, wire.frames({ say: ['I cannot help with that.'] }));
    assert.equal(text, 'I cannot help with that.');
    assert.equal(requests.length, 2);
    assert.match(requests[1] ?? '', /withheld by a content filter/);
    assert.doesNotMatch(requests[1] ?? '', /look_up/, 'it may only speak');
  });

  for (const { what, frames } of wire.empty) {
    test(`${wire.name}: an empty answer (${what}) is silence and no error`, async () => {
      const { text, calls, finish, error } = await hear(wire, frames);
      assert.deepEqual([error, text, calls, finish?.reason], [null, '', [], 'stop']);
    });
  }

  test(`${wire.name}: nothing at all, or what is no stream of events, is an error`, async () => {
    for (const text of [
      '',
      '\n\n',
      '<html>Bad gateway</html>',
      'data: \n\n',
      'data: null\n\n',
      'data: []\n\n',
      'data: {"x":1}\n\n',
    ])
      assert.ok((await hear(wire, text)).error, JSON.stringify(text));
  });

  for (const { what, frame } of wire.errors) {
    test(`${wire.name}: ${what} in the middle is an error that may pass`, async () => {
      const [first, second] = wire.frames({ say: ['One ', 'two.'] }) as [string, string];
      for (const before of [
        [],
        [first],
        wire.frames({ say: ['One '] }).slice(0, wire.name === 'anthropic' ? 3 : 2),
        [first, second],
      ]) {
        const { finish, error } = await hear(wire, [...before, frame]);
        assert.equal(finish, null);
        assert.deepEqual([error?.retryable, error?.provider], [true, wire.name], String(error));
      }
    });
  }

  for (const { what, frames, usage } of wire.usages) {
    test(`${wire.name}: usage ${what} is counted`, async () => {
      const { finish, error } = await hear(wire, frames, 9);
      assert.deepEqual([error, finish?.usage], [null, usage]);
    });
  }

  for (const { what, frames } of wire.calls) {
    test(`${wire.name}: a call ${what} is understood, once`, async () => {
      const { calls, ids, error } = await hear(wire, frames, 4);
      assert.deepEqual([error, calls], [null, [['look_up', { number: '7' }]]]);
      assert.ok(ids[0], 'it has an id');
    });
  }

  test(`${wire.name}: overloaded or too fast, it says how long to wait`, async () => {
    const refusals: [number, string, string][] = [
      [429, 'rate_limit', '2'],
      [529, 'unavailable', '2'],
      [503, 'unavailable', '2'],
    ];
    for (const [status, category, after] of refusals) {
      const http = answerWith(
        () => new Response('{"error":{"message":"slow down"}}', { status, headers: { 'retry-after': after } }),
      );
      await assert.rejects(collect(wire.connect(http).stream(request())), {
        category,
        status,
        retryable: true,
        retryAfterMs: 2000,
      });
    }
  });

  test(`${wire.name}: arguments that are no JSON come back to the model as a failed tool`, async (t) => {
    const { brokenArguments } = wire;
    if (!brokenArguments) return t.diagnostic('its arguments are JSON of its own stream');
    const { calls, result } = await converse(wire, brokenArguments.frames);
    assert.deepEqual(calls, [['look_up', brokenArguments.arguments]]);
    assert.equal(result?.successful, false);
    assert.match(result?.content ?? '', /are not a JSON object/);
  });
}

/** One turn of an agent that thinks by this stream, and the first tool that it calls. */
async function converse(wire: ModelWire, ...answers: string[][]) {
  const { signal } = new AbortController();
  const requests: string[] = [];
  const http = answerWith((body) => {
    const frames = answers[requests.push(body) - 1] ?? [];
    return new Response(frames.join(''), { headers: { 'content-type': 'text/event-stream' } });
  });
  const engine = createRetellLlmEngine(
    {
      model: wire.connect(http),
      egress: createEgress({ allow: [] }),
      sign: () => '',
      wallClock: () => 0,
    },
    {
      llm: {
        general_tools: [
          { type: 'custom', name: 'look_up', url: 'http://127.0.0.1:9/', parameters: parameters as never },
        ],
      },
      variables: {},
      session: { type: 'chat', startedAtMs: 0, chat_id: 'chat_1' },
      timezone: null,
      language: 'en-US',
      beginMessageDelayMs: 0,
    },
  );
  const transcript = [{ role: 'user' as const, content: 'Hello', words: [] }];
  const events = await collect(engine.respond({ kind: 'answer', transcript, signal }));
  const calls = events.flatMap((event) => (event.is === 'tool' ? [event.call] : []));
  const [first] = calls;
  return {
    requests,
    text: events.map((event) => (event.is === 'text' ? event.text : '')).join(''),
    calls: calls.map((call) => [call.name, call.arguments]),
    result: first ? await engine.runTool(first, { subject: () => ({}), signal }) : null,
  };
}
