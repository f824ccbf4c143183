import { createDeepgramEars } from '../../src/providers/deepgram/index.ts';
import { createElevenLabsMouth } from '../../src/providers/elevenlabs/index.ts';
import { startFakeDeepgram } from '../support/fakes/deepgram.ts';
import { startFakeElevenLabs } from '../support/fakes/elevenlabs.ts';
import { speechToTextConformance } from './speech-to-text.ts';
import { textToSpeechConformance } from './text-to-speech.ts';

speechToTextConformance({
  name: 'deepgram',
  start: (t) => startFakeDeepgram(t, { hears: ['hello there', 'how are you'] }),
  connect: (options) => createDeepgramEars(options),
});

textToSpeechConformance({
  name: 'elevenlabs',
  voice: 'voice-1',
  start: (t) => startFakeElevenLabs(t),
  connect(t, options) {
    const mouth = createElevenLabsMouth(options);
    t.after(() => mouth.close());
    return mouth;
  },
});
