// The voices of one workspace: its own in front, then those that this installation knows.

import type { Schema } from '../../contract/index.ts';
import type { CatalogueVoice } from '../../interfaces/providers.ts';
import type { Row } from '../../storage/index.ts';
import { findCustomVoice, listCustomVoices } from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { getVoice, listVoices } from './voices.ts';

type Deps = Pick<ResourceDeps, 'db' | 'voices'>;
type VoiceResponse = Schema<'VoiceResponse'>;

/** The same deps, to whose rules (`checkVoice`, `vendorOf`) the workspace's own voices are known as well. */
export async function withOwnVoices<T extends Deps>(deps: T, workspaceId: string): Promise<T> {
  const voices = await voicesOf(deps, workspaceId);
  return { ...deps, voices: () => voices };
}

async function voicesOf(deps: Deps, workspaceId: string): Promise<CatalogueVoice[]> {
  const known = deps.voices();
  const own = await listCustomVoices(deps.db, workspaceId);
  return [...own.map((row) => catalogueVoice(known, row)), ...known];
}

export async function listWorkspaceVoices(deps: Deps, workspaceId: string): Promise<VoiceResponse[]> {
  return listVoices(await voicesOf(deps, workspaceId));
}

/** Throws 422 for an id that list-voices does not show. */
export async function getWorkspaceVoice(deps: Deps, workspaceId: string, voiceId: string): Promise<VoiceResponse> {
  return getVoice(await voicesOf(deps, workspaceId), voiceId);
}

/** Start of the ids by which voices of these vendors are spoken (providers/voices.ts). */
const PREFIXES: Record<string, string> = { elevenlabs: '11labs' };

/**
 * The voice as `Providers.speaking` knows it: of a workspace's own one, its vendor's id behind the vendor's prefix. Any other id, another
 * workspace's among them, stays as it is.
 */
export async function spokenVoiceId(db: ResourceDeps['db'], workspaceId: string, voiceId: string): Promise<string> {
  if (!voiceId.startsWith('custom_voice_')) return voiceId;
  const row = await findCustomVoice(db, workspaceId, voiceId);
  return row ? `${PREFIXES[row.provider] ?? row.provider}-${row.provider_voice_id}` : voiceId;
}

export function renderCustomVoice(known: CatalogueVoice[], row: Row<'custom_voices'>): VoiceResponse {
  return catalogueVoice(known, row) as VoiceResponse;
}

/** The contract demands a gender, and vendors do not always tell. */
function catalogueVoice(known: CatalogueVoice[], row: Row<'custom_voices'>): CatalogueVoice {
  const { voice_id, voice_name, provider } = row;
  const available = known.some((voice) => voice.provider === provider && voice.available);
  return { gender: 'female', ...row.traits, voice_id, voice_name, provider, available };
}
