// A carrier's end of a media stream, as Twilio and Telnyx document theirs: it connects, starts, plays sound, records what it hears, plays out at
// once, and gives marks back.

import { once } from 'node:events';
import { WebSocket } from 'ws';

export interface FakeStream {
  readonly socket: WebSocket;
  /** Sound of ours as it came, one message each. */
  readonly heard: readonly Buffer[];
  readonly clears: number;
  readonly marks: readonly string[];
  /** Sends mu-law in frames of 20 ms, all at once. */
  say(sound: Uint8Array): void;
  press(digit: string): void;
  send(message: object | string): void;
  /** The call is over there. */
  stop(): void;
  /** The way to it breaks. */
  cut(): void;
  /** Resolves when so many bytes of sound were heard. */
  hears(bytes: number): Promise<void>;
  cleared(): Promise<void>;
  /** Resolves with the close code, also of a socket that is closed already. */
  readonly closed: Promise<number>;
}

export interface StreamNames {
  sequence: 'sequenceNumber' | 'sequence_number';
  stream: 'streamSid' | 'stream_id';
  streamId: string;
  start: object;
  stop: object;
  /** Does it start by itself? */
  starts: boolean;
}

/** Rejects when the socket is refused. */
export async function openFakeStream(url: string, names: StreamNames): Promise<FakeStream> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  const heard: Buffer[] = [];
  const marks: string[] = [];
  const clears: number[] = [];
  const waiting: (() => void)[] = [];
  let sequence = 0;
  let chunk = 0;
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  const id = { [names.stream]: names.streamId };

  const send = (message: object | string): void =>
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  const say = (event: string, fields: object): void =>
    send({ event, [names.sequence]: String(++sequence), ...fields, ...id });

  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(String(data)) as { event: string; media?: { payload: string }; mark?: { name: string } };
    if (names.stream === 'streamSid' && (message as Record<string, unknown>)['streamSid'] !== names.streamId) return;
    if (message.event === 'media') heard.push(Buffer.from(message.media!.payload, 'base64'));
    else if (message.event === 'clear') clears.push(1);
    else if (message.event === 'mark') {
      marks.push(message.mark!.name);
      say('mark', { mark: message.mark! });
    }
    for (const look of waiting) look();
  });
  const until = (holds: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => void (holds() && resolve());
      waiting.push(look);
      look();
    });
  await once(socket, 'open');
  send({ event: 'connected', protocol: 'Call', version: '1.0.0' });
  if (names.starts) say('start', { start: names.start });

  return {
    socket,
    heard,
    marks,
    get clears() {
      return clears.length;
    },
    say(sound) {
      for (let from = 0; from < sound.length; from += 160) {
        const payload = Buffer.from(sound.subarray(from, from + 160)).toString('base64');
        say('media', { media: { track: 'inbound', chunk: String(++chunk), timestamp: String(chunk * 20), payload } });
      }
    },
    press: (digit) => say('dtmf', { dtmf: { track: 'inbound_track', digit } }),
    send,
    stop() {
      say('stop', { stop: names.stop });
      socket.close(1000);
    },
    cut: () => socket.terminate(),
    hears: (bytes) => until(() => heard.reduce((sum, { length }) => sum + length, 0) >= bytes),
    cleared: () => until(() => clears.length > 0),
    closed,
  };
}

export function twilioNames(
  callSid: string,
  more: { parameters?: object; starts?: boolean; accountSid?: string } = {},
): StreamNames {
  const { parameters = {}, starts = true, accountSid = 'ACfake' } = more;
  const streamSid = `MZ${callSid.slice(2)}`;
  return {
    sequence: 'sequenceNumber',
    stream: 'streamSid',
    streamId: streamSid,
    starts,
    start: {
      accountSid,
      streamSid,
      callSid,
      tracks: ['inbound'],
      mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
      customParameters: parameters,
    },
    stop: { accountSid, callSid },
  };
}
