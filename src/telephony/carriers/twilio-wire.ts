// Twilio's media stream, bidirectional: https://www.twilio.com/docs/voice/media-streams/websocket-messages

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

export const twilioWire: MediaWire = {
  carrier: 'twilio',
  read(message) {
    const text = message.toString('latin1');
    return readMediaFast(text) ?? readWhole(message.toString('utf8'));
  },
  writer(streamId) {
    const sid = JSON.stringify(streamId);
    const head = `{"event":"media","streamSid":${sid},"media":{"payload":"`;
    return {
      media: (sound) => head + base64(sound) + '"}}',
      clear: `{"event":"clear","streamSid":${sid}}`,
      mark: (name) => JSON.stringify({ event: 'mark', streamSid: streamId, mark: { name } }),
    };
  },
};

export function base64(sound: Uint8Array): string {
  return Buffer.from(sound.buffer, sound.byteOffset, sound.byteLength).toString('base64');
}

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
  const streamId = textOf(start?.['streamSid']) ?? textOf(message['streamSid']);
  const callId = textOf(start?.['callSid']);
  const format = fieldsOf(start?.['mediaFormat']);
  if (!start || streamId === null || callId === null || !format)
    return { is: 'fault', detail: 'start without streamSid, callSid or mediaFormat' };
  const parameters = parametersOf(start['customParameters']);
  return {
    is: 'start',
    start: {
      streamId,
      callId,
      from: textOf(parameters['from']),
      to: textOf(parameters['to']),
      parameters,
      format: formatOf(format['encoding'], format['sampleRate'], format['channels']),
    },
  };
}
