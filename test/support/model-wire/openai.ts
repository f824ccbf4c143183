// OpenAI's chat completions as they are streamed. https://platform.openai.com/docs/api-reference/chat/streaming

import { createOpenAiLanguageModel } from '../../../src/providers/openai/index.ts';
import { goodKey } from '../fakes/vendor-server.ts';
import type { ModelWire, WireAnswer } from './wire.ts';

const done = 'data: [DONE]\n\n';

function chunk(choices: object[], more: object = {}): string {
  const base = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'gpt-4.1' };
  return `data: ${JSON.stringify({ ...base, choices, ...more })}\n\n`;
}

const delta = (content: object, finish_reason: string | null = null): string =>
  chunk([{ index: 0, delta: content, logprobs: null, finish_reason }], { usage: null });

const usageFrame = chunk([], {
  usage: { prompt_tokens: 10, completion_tokens: 3, total_tokens: 13, prompt_tokens_details: { cached_tokens: 4 } },
});

function frames({ say = [], tools = [] }: WireAnswer): string[] {
  // Of parallel calls first all names come, then their arguments by turns.
  const names = tools.map(({ id, name }, index) =>
    delta({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] }),
  );
  const longest = Math.max(0, ...tools.map(({ pieces }) => pieces.length));
  const pieces = Array.from({ length: longest }, (_, at) =>
    tools.flatMap(({ pieces: own }, index) =>
      own[at] === undefined ? [] : [delta({ tool_calls: [{ index, function: { arguments: own[at] } }] })],
    ),
  ).flat();
  return [
    delta({ role: 'assistant', content: say.length > 0 ? '' : null, refusal: null }),
    ...say.map((content) => delta({ content })),
    ...names,
    ...pieces,
    delta({}, tools.length > 0 ? 'tool_calls' : 'stop'),
    usageFrame,
    done,
  ];
}

const call = { index: 0, id: 'call_1', type: 'function' };

/** `none`: no usage at all. */
export const openAiWire: ModelWire = {
  name: 'openai',
  connect: (http) => createOpenAiLanguageModel({ apiKey: goodKey, baseUrl: 'http://vendor.test/v1' }, http, 'gpt-4.1'),
  frames,
  refusals: [
    {
      what: 'in words of its own field',
      frames: [
        delta({ role: 'assistant', content: null }),
        delta({ refusal: 'I cannot ' }),
        delta({ refusal: 'do that.' }),
        delta({}, 'stop'),
        done,
      ],
      words: 'I cannot do that.',
    },
    {
      what: 'by its filter',
      frames: [delta({ role: 'assistant', content: '' }), delta({}, 'content_filter'), done],
      words: '',
    },
  ],
  empty: [
    { what: 'no content', frames: frames({}) },
    { what: 'no choices but usage', frames: [delta({ role: 'assistant' }), delta({}, 'stop'), usageFrame, done] },
  ],
  noise: [': keep-alive\n\n', '\n', 'event: ping\ndata: \n\n', delta({ content: '' })],
  errors: [
    {
      what: 'an error object',
      frame: 'data: {"error":{"message":"The server had an error","type":"server_error","param":null,"code":null}}\n\n',
    },
    {
      what: 'too many requests',
      frame:
        'data: {"error":{"message":"Rate limit reached","type":"tokens","param":null,"code":"rate_limit_exceeded"}}\n\n',
    },
  ],
  usages: [
    {
      what: 'behind the last choice',
      frames: frames({ say: ['Hi.'] }),
      usage: { inputTokens: 10, outputTokens: 3, cachedInputTokens: 4 },
    },
    {
      what: 'not at all',
      frames: frames({ say: ['Hi.'] }).filter((frame) => frame !== usageFrame),
      usage: { inputTokens: 0, outputTokens: 0, cachedInputTokens: 0 },
    },
  ],
  calls: [
    {
      what: 'whole in one delta',
      frames: [
        delta({ tool_calls: [{ ...call, function: { name: 'look_up', arguments: '{"number":"7"}' } }] }),
        delta({}, 'tool_calls'),
        done,
      ],
    },
    {
      what: 'finished as if it were text',
      frames: [
        delta({ tool_calls: [{ ...call, function: { name: 'look_up', arguments: '{"number":"7"}' } }] }),
        delta({}, 'stop'),
        done,
      ],
    },
    {
      what: 'with its id in every delta',
      frames: [
        delta({ tool_calls: [{ ...call, function: { name: 'look_up', arguments: '{"num' } }] }),
        delta({ tool_calls: [{ ...call, function: { arguments: 'ber":"7"}' } }] }),
        delta({}, 'tool_calls'),
        done,
      ],
    },
    {
      what: 'with blanks around its arguments',
      frames: [
        delta({ tool_calls: [{ ...call, function: { name: 'look_up', arguments: ' {' } }] }),
        delta({ tool_calls: [{ index: 0, function: { arguments: '"number": "7"' } }] }),
        delta({ tool_calls: [{ index: 0, function: { arguments: '}\n' } }] }),
        delta({}, 'tool_calls'),
        done,
      ],
    },
  ],
  brokenArguments: {
    frames: frames({ tools: [{ id: 'call_1', name: 'look_up', pieces: ['{"number":', '"7"'] }] }),
    arguments: '{"number":"7"',
  },
};
