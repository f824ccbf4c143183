// Anthropic's messages as they are streamed. https://docs.anthropic.com/en/docs/build-with-claude/streaming

import { createAnthropicLanguageModel } from '../../../src/providers/anthropic/index.ts';
import { goodKey } from '../fakes/vendor-server.ts';
import type { ModelWire, WireAnswer } from './wire.ts';

const event = (type: string, data: object): string => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;

const start = event('message_start', {
  message: {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-4-6',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 6, cache_read_input_tokens: 4, cache_creation_input_tokens: 0, output_tokens: 1 },
  },
});

const block = (index: number, content_block: object, deltas: object[]): string[] => [
  event('content_block_start', { index, content_block }),
  ...deltas.map((delta) => event('content_block_delta', { index, delta })),
  event('content_block_stop', { index }),
];

const text = (index: number, pieces: string[]): string[] =>
  block(
    index,
    { type: 'text', text: '' },
    pieces.map((piece) => ({ type: 'text_delta', text: piece })),
  );

const toolUse = (index: number, id: string, name: string, pieces: string[], input: object = {}): string[] =>
  block(
    index,
    { type: 'tool_use', id, name, input },
    pieces.map((partial_json) => ({ type: 'input_json_delta', partial_json })),
  );

const end = (stop_reason: string, more: object = {}): string[] => [
  event('message_delta', { delta: { stop_reason, stop_sequence: null, ...more }, usage: { output_tokens: 3 } }),
  event('message_stop', {}),
];

function frames({ say = [], tools = [] }: WireAnswer): string[] {
  const before = say.length > 0 ? 1 : 0;
  return [
    start,
    ...(before ? text(0, say) : []),
    ...tools.flatMap(({ id, name, pieces }, at) => toolUse(at + before, id, name, ['', ...pieces])),
    ...end(tools.length > 0 ? 'tool_use' : 'end_turn'),
  ];
}

export const anthropicWire: ModelWire = {
  name: 'anthropic',
  connect: (http) =>
    createAnthropicLanguageModel({ apiKey: goodKey, baseUrl: 'http://vendor.test/v1' }, http, 'claude-sonnet-4-6'),
  frames,
  refusals: [
    { what: 'before a word', frames: [start, ...end('refusal')], words: '' },
    { what: 'after words', frames: [start, ...text(0, ['Well, ']), ...end('refusal')], words: 'Well, ' },
  ],
  empty: [
    { what: 'no content', frames: [start, ...end('end_turn')] },
    { what: 'an empty block', frames: [start, ...text(0, []), ...end('end_turn')] },
  ],
  noise: [event('ping', {}), ': comment\n\n', event('some_future_event', { index: 0, something: true })],
  errors: [
    { what: 'overloaded', frame: event('error', { error: { type: 'overloaded_error', message: 'Overloaded' } }) },
    {
      what: 'an error of the server',
      frame: event('error', { error: { type: 'api_error', message: 'Internal server error' } }),
    },
  ],
  usages: [
    {
      what: 'at both ends',
      frames: frames({ say: ['Hi.'] }),
      usage: { inputTokens: 10, outputTokens: 3, cachedInputTokens: 4 },
    },
    {
      what: 'counted anew at the end',
      frames: [
        start,
        ...text(0, ['Hi.']),
        event('message_delta', {
          delta: { stop_reason: 'end_turn', stop_sequence: null },
          usage: { input_tokens: 6, cache_read_input_tokens: 4, cache_creation_input_tokens: null, output_tokens: 8 },
        }),
        event('message_stop', {}),
      ],
      usage: { inputTokens: 10, outputTokens: 8, cachedInputTokens: 4 },
    },
  ],
  calls: [
    {
      what: 'whole in one delta',
      frames: [start, ...toolUse(0, 'toolu_1', 'look_up', ['{"number":"7"}']), ...end('tool_use')],
    },
    {
      what: 'behind thoughts',
      frames: [
        start,
        ...block(0, { type: 'thinking', thinking: '', signature: '' }, [
          { type: 'thinking_delta', thinking: 'Hmm.' },
          { type: 'signature_delta', signature: 'abc' },
        ]),
        ...toolUse(1, 'toolu_1', 'look_up', ['{"number"', ':"7"}']),
        ...end('tool_use'),
      ],
    },
    {
      what: 'whole in its start',
      frames: [start, ...toolUse(0, 'toolu_1', 'look_up', [], { number: '7' }), ...end('tool_use')],
    },
  ],
  brokenArguments: {
    frames: frames({ tools: [{ id: 'toolu_1', name: 'look_up', pieces: ['{"number":', '"7"'] }] }),
    arguments: '{"number":"7"',
  },
};
