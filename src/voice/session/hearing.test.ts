import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createChannel } from '../../interfaces/channel.ts';
import type { Format } from '../../interfaces/audio.ts';
import type { RecognitionEvent, SpeechToText } from '../../interfaces/speech-to-text.ts';
import { voiceSettings } from '../settings.ts';
import { openHearing, type Hearing } from './hearing.ts';

test('ears that were to come next are not opened when the last words end the call', async () => {
  const [first, second] = [earsAt(16_000), earsAt(8000)];
  const formats: Format[] = [];
  const closed = Promise.withResolvers<void>();
  const settings = voiceSettings({});
  const hearing: Hearing = openHearing({
    ears: first.ears,
    settings,
    signal: new AbortController().signal,
    onFormat: (format) => formats.push(format),
    onEvent: () => void hearing.close().then(closed.resolve, closed.reject),
    onFailed: assert.fail,
  });
  hearing.speech(true, 0);
  hearing.speech(false, 1_000_000);
  hearing.change({ ears: second.ears, settings });
  first.events.push({ is: 'final', rev: 1, text: 'goodbye', words: [], until: 1_000_000, tookMs: 0 });
  await closed.promise;
  assert.deepEqual([first.opened(), second.opened(), formats], [1, 0, []]);
});

function earsAt(rate: 8000 | 16_000) {
  const events = createChannel<RecognitionEvent>();
  let opened = 0;
  const ears = {
    provider: 'test',
    model: `ears at ${rate}`,
    format: { rate, codec: 'pcm16' },
    open() {
      opened += 1;
      const close = (): Promise<void> => Promise.resolve(events.close());
      return { events, write: () => {}, speech: () => {}, close };
    },
  } as unknown as SpeechToText;
  return { ears, events, opened: () => opened };
}
