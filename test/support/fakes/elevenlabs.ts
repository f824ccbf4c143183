// ElevenLabs' stream-input socket on the wire: a tone of 50 ms a character with times for each of them.

import type { WebSocket } from 'ws';
import type { FakeVendor, Fault, VendorRequest } from './vendor-server.ts';
import { goodKey, startVendor } from './vendor-server.ts';
import type { Scope } from '../scope.ts';

const msPerCharacter = 50;

/** Starts it; `voices` are those that exist. Every text message is answered at once, in two messages split inside a word. */
export async function startFakeElevenLabs(t: Scope, voices = ['voice-1']): Promise<FakeVendor> {
  return startVendor(t, {
    refuse(request) {
      if (request.headers['xi-api-key'] === goodKey) return null;
      return { status: 401, body: '{"detail":{"status":"invalid_api_key","message":"Invalid API key"}}' };
    },
    socket: (request, socket, fault) => speak(request, socket, fault, voices),
  });
}

function speak(request: VendorRequest, socket: WebSocket, fault: Fault | null, voices: string[]): void {
  const voice = request.path.split('/')[3] ?? '';
  const rateHz = Number(/pcm_(\d+)/.exec(request.query.get('output_format') ?? '')?.[1]);
  let odd = Buffer.alloc(0);

  function sound(chars: string[]): void {
    const samples = Math.round((chars.length * msPerCharacter * rateHz) / 1000);
    const pcm = Buffer.alloc(samples * 2);
    for (let i = 0; i < samples; i++)
      pcm.writeInt16LE(Math.round(8000 * Math.sin((2 * Math.PI * 330 * i) / rateHz)), i * 2);
    // A byte of the last sample is kept for the next message, as happens on the real wire.
    const bytes = Buffer.concat([odd, pcm]);
    odd = bytes.subarray(bytes.length - 1);
    const alignment = {
      chars,
      charStartTimesMs: chars.map((_, i) => i * msPerCharacter),
      charDurationsMs: chars.map(() => msPerCharacter),
    };
    const audio = bytes.subarray(0, bytes.length - 1).toString('base64');
    socket.send(JSON.stringify({ audio, isFinal: null, alignment, normalizedAlignment: alignment }));
  }

  socket.on('message', (data) => {
    const { text } = JSON.parse(String(data)) as { text: string };
    if (text === ' ') return;
    if (!voices.includes(voice)) {
      socket.send(
        JSON.stringify({
          message: `A voice with voice_id ${voice} does not exist.`,
          error: 'voice_not_found',
          code: 1008,
        }),
      );
      return socket.close(1008, 'voice_not_found');
    }
    if (text === '') {
      socket.send(JSON.stringify({ audio: odd.length > 0 ? odd.toString('base64') : null, isFinal: true }));
      return socket.close(1000);
    }
    const chars = [...text];
    const middle = Math.floor(chars.length / 2);
    sound(chars.slice(0, middle));
    if (fault === 'cut') return socket.terminate();
    if (fault === 'garbage') return socket.send('<html>502</html>');
    sound(chars.slice(middle));
  });
}
