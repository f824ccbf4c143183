// Voices that workspaces add from vendors' libraries or have made from recordings. They are stored under ids of ours.

import { ApiError, invalidRequest, refused, type RequestBody, type Schema } from '../../contract/index.ts';
import type { UploadedFile } from '../../interfaces/uploaded-file.ts';
import {
  VoiceLibraryError,
  type CommunityVoice,
  type VendorVoice,
  type VoiceLibrary,
  type VoiceSample,
  type VoiceVendor,
} from '../../interfaces/voice-library.ts';
import { jsonText, storableText } from '../../storage/index.ts';
import { saveCustomVoice } from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { newId } from '../new-id.ts';
import { contentKind, readEnds, type ContentKind } from '../upload/index.ts';
import { renderCustomVoice } from './workspace-voices.ts';

type Deps = Pick<ResourceDeps, 'db' | 'now' | 'voices' | 'voiceLibrary'>;
type VoiceResponse = Schema<'VoiceResponse'>;

/** What the contract leaves open. */
const DEFAULT_VENDOR = 'elevenlabs';

export async function searchCommunityVoice(
  deps: Deps,
  body: RequestBody<'searchCommunityVoice'>,
): Promise<{ voices: CommunityVoice[] }> {
  const vendor = body.voice_provider ?? DEFAULT_VENDOR;
  return { voices: await atLibrary(deps, (library) => library.search(vendor, body.search_query)) };
}

/** A voice that was added before keeps its id and takes the new name. */
export async function addCommunityVoice(
  deps: Deps,
  workspaceId: string,
  body: RequestBody<'addCommunityVoice'>,
): Promise<VoiceResponse> {
  const vendor = body.voice_provider ?? DEFAULT_VENDOR;
  const wanted = {
    voiceId: body.provider_voice_id,
    name: body.voice_name,
    publicUserId: body.public_user_id ?? null,
  };
  if (!isId(wanted.voiceId)) throw invalidRequest('provider_voice_id: expected the id of a voice.');
  if (wanted.publicUserId !== null && !isId(wanted.publicUserId))
    throw invalidRequest('public_user_id: expected the id of a user.');
  const voice = await atLibrary(deps, (library) => library.add(vendor, wanted));
  return keep(deps, workspaceId, vendor, body.voice_name, voice);
}

/** Dots alone would be steps in the vendor's addresses. */
function isId(text: string): boolean {
  return /[^.\s]/.test(text);
}

/** `files`: the recordings. */
export async function cloneVoice(
  deps: Deps,
  workspaceId: string,
  body: RequestBody<'cloneVoice'>,
  files: UploadedFile[],
): Promise<VoiceResponse> {
  const { voice_provider: vendor, voice_name: name } = body;
  const samples: VoiceSample[] = [];
  for (const [i, file] of files.entries()) samples.push(await sampleOf(file, `files[${i}]`));
  const voice = await atLibrary(deps, (library) => library.clone(vendor, { name, samples }));
  return keep(deps, workspaceId, vendor, name, voice);
}

async function keep(
  deps: Deps,
  workspaceId: string,
  vendor: VoiceVendor,
  name: string,
  voice: VendorVoice,
): Promise<VoiceResponse> {
  const row = await saveCustomVoice(deps.db, {
    workspace_id: workspaceId,
    voice_id: newId('custom_voice'),
    voice_name: name,
    provider: vendor,
    provider_voice_id: storableText(voice.voiceId),
    traits: jsonText(voice.traits),
    created_at: deps.now(),
  });
  return renderCustomVoice(deps.voices(), row);
}

const SOUNDS: { readonly [Kind in ContentKind]?: string } = {
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  webm: 'audio/webm',
  ogg: 'audio/ogg',
  m4a: 'audio/mp4',
  aac: 'audio/aac',
  flac: 'audio/flac',
};

async function sampleOf(file: UploadedFile, path: string): Promise<VoiceSample> {
  const contentType = SOUNDS[contentKind((await readEnds(file.path)).head)];
  if (contentType === undefined)
    throw invalidRequest(
      `${path} (${file.fileName}): expected a recording as one of ${Object.keys(SOUNDS).join(', ')}, got something else.`,
    );
  return { fileName: file.fileName, contentType, path: file.path };
}

/** The vendor's failures as answers. None of them is repeated by clients: the vendor may have done it all the same. */
async function atLibrary<T>(deps: Deps, ask: (library: VoiceLibrary) => Promise<T>): Promise<T> {
  if (!deps.voiceLibrary) throw refused('No voice vendor is set up on this server: set ELEVENLABS_API_KEY.');
  try {
    return await ask(deps.voiceLibrary);
  } catch (error) {
    if (!(error instanceof VoiceLibraryError)) throw error;
    if (error.kind !== 'unavailable') throw refused(error.message);
    throw new ApiError('unavailable', error.message, { headers: { 'x-should-retry': 'false' }, cause: error });
  }
}
