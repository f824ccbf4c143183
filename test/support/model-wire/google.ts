// Gemini's streamGenerateContent. https://ai.google.dev/api/generate-content#method:-models.streamgeneratecontent

import { createGoogleLanguageModel } from '../../../src/providers/google/index.ts';
import { goodKey } from '../fakes/vendor-server.ts';
import type { ModelWire, WireAnswer } from './wire.ts';

const usageMetadata = {
  promptTokenCount: 10,
  candidatesTokenCount: 3,
  totalTokenCount: 13,
  cachedContentTokenCount: 4,
};

const frame = (data: object): string =>
  `data: ${JSON.stringify({ ...data, modelVersion: 'gemini-2.5-flash', responseId: 'r' })}\n\n`;

const parts = (content: object[], finishReason?: string, more: object = { usageMetadata }): string =>
  frame({
    candidates: [{ content: { parts: content, role: 'model' }, index: 0, ...(finishReason && { finishReason }) }],
    ...more,
  });

const functionCall = (name: string, args: unknown, more: object = {}): object => ({
  functionCall: { name, args, ...more },
});

/** Arguments come whole: this vendor streams no pieces of them. */
function frames({ say = [], tools = [] }: WireAnswer): string[] {
  const calls = tools.map(({ name, pieces }) => functionCall(name, JSON.parse(pieces.join(''))));
  return [
    ...say.map((text) => parts([{ text }])),
    ...(calls.length > 0 ? [parts(calls)] : []),
    parts([{ text: '' }], 'STOP'),
  ];
}

const look = { number: '7' };

export const googleWire: ModelWire = {
  name: 'google',
  connect: (http) =>
    createGoogleLanguageModel({ apiKey: goodKey, baseUrl: 'http://vendor.test/v1beta' }, http, 'gemini-2.5-flash'),
  frames,
  refusals: [
    {
      what: 'of the prompt',
      frames: [
        frame({
          promptFeedback: { blockReason: 'PROHIBITED_CONTENT' },
          usageMetadata: { promptTokenCount: 10, totalTokenCount: 10 },
        }),
      ],
      words: '',
    },
    {
      what: 'for safety',
      frames: [frame({ candidates: [{ finishReason: 'SAFETY', index: 0 }], usageMetadata })],
      words: '',
    },
    {
      what: 'after words',
      frames: [
        parts([{ text: 'Well, ' }]),
        frame({ candidates: [{ finishReason: 'RECITATION', index: 0 }], usageMetadata }),
      ],
      words: 'Well, ',
    },
  ],
  empty: [
    {
      what: 'no parts',
      frames: [frame({ candidates: [{ content: { role: 'model' }, finishReason: 'STOP', index: 0 }], usageMetadata })],
    },
    {
      what: 'an empty content',
      frames: [frame({ candidates: [{ content: {}, finishReason: 'STOP', index: 0 }], usageMetadata })],
    },
  ],
  noise: [
    ': comment\n\n',
    frame({ usageMetadata: { promptTokenCount: 10, totalTokenCount: 10 } }),
    parts([{ text: 'Hmm.', thought: true } as object]),
  ],
  errors: [
    {
      what: 'overloaded',
      frame: 'data: {"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}\n\n',
    },
    {
      what: 'an internal error',
      frame: 'data: {"error":{"code":500,"message":"Internal error encountered.","status":"INTERNAL"}}\n\n',
    },
  ],
  usages: [
    {
      what: 'in every frame',
      frames: frames({ say: ['Hi.', ' You.'] }),
      usage: { inputTokens: 10, outputTokens: 3, cachedInputTokens: 4 },
    },
    {
      what: 'in the last frame alone',
      frames: [parts([{ text: 'Hi.' }], undefined, {}), parts([{ text: '' }], 'STOP')],
      usage: { inputTokens: 10, outputTokens: 3, cachedInputTokens: 4 },
    },
    {
      what: 'not at all',
      frames: [parts([{ text: 'Hi.' }], 'STOP', {})],
      usage: { inputTokens: 0, outputTokens: 0, cachedInputTokens: 0 },
    },
  ],
  calls: [
    { what: 'in the last frame', frames: [parts([functionCall('look_up', look)], 'STOP')] },
    { what: 'with an id', frames: [parts([functionCall('look_up', look, { id: 'fc_1' })]), parts([], 'STOP')] },
    {
      what: 'with a signature of its thoughts',
      frames: [parts([{ ...functionCall('look_up', look), thoughtSignature: 'abc' }], 'STOP')],
    },
  ],
  brokenArguments: null,
};
