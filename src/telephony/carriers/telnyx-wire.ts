// Telnyx' media stream, bidirectional in RTP mode: https://developers.telnyx.com/docs/voice/programmable-voice/media-streaming
// Messages with sound may come out of order there; `media.chunk` tells their order.

import {
  fieldsOf,
  formatOf,
  mediaOf,
  parametersOf,
  parseObject,
  readMediaFast,
  textOf,
  type MediaWire,
  type WireMessage,
} from './media-wire.ts';
import { base64 } from './twilio-wire.ts';

export const telnyxWire: MediaWire = {
  carrier: 'telnyx',
  read(message) {
    return readMediaFast(message.toString('latin1')) ?? readWhole(message.toString('utf8'));
  },
  writer: () => ({
    media: (sound) => `{"event":"media","media":{"payload":"${base64(sound)}"}}`,
    clear: '{"event":"clear"}',
    mark: (name) => JSON.stringify({ event: 'mark', mark: { name } }),
  }),
};

function readWhole(text: string): WireMessage {
  const message = parseObject(text);
  if (!message) return { is: 'fault', detail: 'a message that is no JSON object' };
  switch (message['event']) {
    case 'start':
      return startOf(message);
    case 'media':
      return mediaOf(message['media']);
    case 'dtmf': {
      const digit = textOf(fieldsOf(message['dtmf'])?.['digit']);
      return digit === null ? { is: 'fault', detail: 'dtmf without a digit' } : { is: 'digit', digit };
    }
    case 'mark': {
      const name = textOf(fieldsOf(message['mark'])?.['name']);
      return name === null ? { is: 'other' } : { is: 'mark', name };
    }
    case 'error': {
      const { code, title, detail } = fieldsOf(message['payload']) ?? {};
      return {
        is: 'trouble',
        detail: [code, title, detail]
          .filter((part) => typeof part === 'string' || typeof part === 'number')
          .join(' ')
          .slice(0, 300),
      };
    }
    case 'stop':
      return { is: 'stop' };
    default:
      return textOf(message['event']) === null
        ? { is: 'fault', detail: 'a message without an event' }
        : { is: 'other' };
  }
}

function startOf(message: Record<string, unknown>): WireMessage {
  const start = fieldsOf(message['start']);
  const streamId = textOf(message['stream_id']);
  const callId = textOf(start?.['call_control_id']);
  const format = fieldsOf(start?.['media_format']);
  if (!start || streamId === null || callId === null || !format)
    return { is: 'fault', detail: 'start without stream_id, call_control_id or media_format' };
  return {
    is: 'start',
    start: {
      streamId,
      callId,
      from: textOf(start['from']),
      to: textOf(start['to']),
      parameters: parametersOf(start['custom_parameters']),
      format: formatOf(format['encoding'], format['sample_rate'], format['channels']),
    },
  };
}
