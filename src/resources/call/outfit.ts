// What an agent hears and speaks with in one call: chosen when the call starts, and again when another agent takes over.

import { createSettingLookup, substitute, withoutPlaceholders, type VariableValues } from '../../conversation/index.ts';
import type { CallFact } from '../../interfaces/call-event.ts';
import type { Choice, Mouth } from '../../interfaces/providers.ts';
import type { Row } from '../../storage/index.ts';
import { voiceSettings, type Outfit } from '../../voice/index.ts';
import { spokenVoiceId } from '../voice/index.ts';
import type { LiveCallDeps } from './live-call.ts';
import { requestVariables } from './request-variables.ts';

type OutfitDeps = Pick<LiveCallDeps, 'db' | 'providers' | 'wallClock'>;

/** `agent`: its settings in effect; `defaults`: variables that its engine has by default. */
export async function outfitOf(
  deps: OutfitDeps,
  row: Row<'calls'>,
  agent: Readonly<Record<string, unknown>>,
  defaults: VariableValues = {},
): Promise<Outfit> {
  const callsOut = row.call_type === 'phone_call' && row.direction === 'outbound';
  const settings = voiceSettings({ ...agent, boosted_keywords: keywordsOf(deps, row, agent, defaults) }, { callsOut });
  const settled: CallFact[] = [];
  const ears = choose(settled, 'hearing', deps.providers.hearing({ language: settings.language }));
  const voiceId = await voiceIdOf(deps, row, agent['voice_id']);
  const speaking = deps.providers.speaking(voiceId, text(agent['voice_model']), settings.language);
  const mouth = choose(settled, 'speaking', speaking);
  return { settings, ears, mouth, fallbackMouths: await fallbackMouths(deps, row, agent), settled };
}

/** Takes what was chosen, and keeps for the call's log and page what it is and whether it stands in for something else. */
export function choose<T>(settled: CallFact[], role: 'hearing' | 'thinking' | 'speaking', choice: Choice<T>): T {
  const used = `${choice.provider} ${choice.name}`;
  settled.push(
    choice.substituted
      ? { is: 'substituted', role, wanted: choice.substituted.wanted, used, why: choice.substituted.why }
      : { is: 'note', level: 'info', text: `${role} by ${used}` },
  );
  return choice.use;
}

/** With variables; one that is not set makes no keyword. */
function keywordsOf(
  { wallClock }: OutfitDeps,
  row: Row<'calls'>,
  agent: Readonly<Record<string, unknown>>,
  defaults: VariableValues,
): string[] {
  const given = agent['boosted_keywords'];
  if (!Array.isArray(given)) return [];
  const session = { type: 'voice' as const, startedAtMs: wallClock(), call_id: row.call_id, call_type: row.call_type };
  const sources = { defaults, request: requestVariables(row), collected: {}, overrides: {} };
  const lookup = createSettingLookup(agent, sources, session, wallClock);
  return (given as unknown[]).flatMap((word) =>
    typeof word === 'string' ? withoutPlaceholders(substitute(word, lookup), () => {}).trim() || [] : [],
  );
}

async function fallbackMouths(
  deps: OutfitDeps,
  row: Row<'calls'>,
  agent: Readonly<Record<string, unknown>>,
): Promise<Mouth[]> {
  const ids = agent['fallback_voice_ids'];
  const wanted: (string | null)[] = Array.isArray(ids) && ids.length > 0 ? (ids as string[]) : [null];
  const known = await Promise.all(wanted.map((id) => voiceIdOf(deps, row, id)));
  return known.map((id) => deps.providers.speaking(id).use);
}

/** As the providers know the voice: one of the workspace's own is its vendor's. */
async function voiceIdOf({ db }: OutfitDeps, row: Row<'calls'>, voiceId: unknown): Promise<string | null> {
  const id = text(voiceId);
  return id === null ? null : spokenVoiceId(db, row.workspace_id, id);
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
