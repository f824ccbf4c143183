import { createDeepgramEars } from '../../src/providers/deepgram/index.ts';
import { createElevenLabsMouth } from '../../src/providers/elevenlabs/index.ts';
import { createScriptedEars, createScriptedMouth } from '../../src/providers/index.ts';
import { startFakeDeepgram } from '../support/fakes/deepgram.ts';
import { startFakeElevenLabs } from '../support/fakes/elevenlabs.ts';
import { speechToTextConformance, speechToTextWireConformance } from './speech-to-text.ts';
import { textToSpeechConformance, textToSpeechWireConformance } from './text-to-speech.ts';

speechToTextConformance({ name: 'scripted', ears: async (_t, hears) => createScriptedEars({ hears }) });

speechToTextWireConformance({
  name: 'deepgram',
  start: (t, hears) => startFakeDeepgram(t, { hears }),
  // Without its stopgap: every final must be the vendor's answer.
  connect: (options) => createDeepgramEars({ ...options, finalizeTimeoutMs: 600_000 }),
});

textToSpeechConformance({ name: 'scripted', voice: 'hum', mouth: async () => createScriptedMouth() });

textToSpeechWireConformance({
  name: 'elevenlabs',
  voice: 'voice-1',
  start: (t) => startFakeElevenLabs(t),
  connect(t, options) {
    const mouth = createElevenLabsMouth(options);
    t.after(() => mouth.close());
    return mouth;
  },
});
