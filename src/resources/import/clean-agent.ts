// An exported agent as create-agent takes it. Every change that matters is told.

import type { Document, ImportedAgent } from './bundle.ts';

/** What exports say about where the agent came from; it gets all of these anew. */
const OF_THE_OTHER_PLACE = [
  'agent_id',
  'version',
  'is_published',
  'last_modification_timestamp',
  'user_modified_timestamp',
  'base_version',
  'channel',
  'llmURL',
  'llm_url',
  'org_id',
  'is_suspended',
];

export interface CleanAgent {
  body: Document;
  changes: string[];
}

/** `responseEngine`: the engine as it is called here. */
export function cleanAgent(agent: ImportedAgent, responseEngine: Document): CleanAgent {
  const changes: string[] = [];
  const body: Document = { ...agent.body, response_engine: responseEngine };
  for (const name of OF_THE_OTHER_PLACE) delete body[name];
  keepPrivacy(body, changes);
  oneLanguage(body);
  dropTags(body, changes);
  return { body, changes };
}

/** The old switch meant: keep no transcript and no recording. What says less must not win over it. */
function keepPrivacy(body: Document, changes: string[]): void {
  const old = body['opt_out_sensitive_data_storage'];
  delete body['opt_out_sensitive_data_storage'];
  if (old !== true || body['data_storage_setting'] === 'basic_attributes_only') return;
  body['data_storage_setting'] = 'basic_attributes_only';
  changes.push('opt_out_sensitive_data_storage became data_storage_setting "basic_attributes_only"');
}

function oneLanguage(body: Document): void {
  const { language } = body;
  if (Array.isArray(language) && language.length === 1) body['language'] = language[0];
  if (Array.isArray(language) && language.length === 0) delete body['language'];
}

function dropTags(body: Document, changes: string[]): void {
  const tags = body['assigned_tags'];
  delete body['assigned_tags'];
  if (Array.isArray(tags) && tags.length > 0)
    changes.push(`tags are not taken over, they name versions: ${tags.map(String).join(', ').slice(0, 200)}`);
}
