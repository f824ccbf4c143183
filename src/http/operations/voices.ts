// Voices.

import { getVoice, listVoices } from '../../resources/voice/index.ts';
import type { HandlerTable } from './types.ts';

export const VOICE_HANDLERS = {
  getVoice: async (deps, { params }) => getVoice(deps.voices(), params.voice_id ?? ''),
  listVoices: async (deps) => listVoices(deps.voices()),
} satisfies HandlerTable;
