// What schemathesis may put where an id or a number belongs, most of the time: without it nearly every request would ask for what is not
// there.

import type { World } from './examples.ts';

/** Settings (TOML) that bind parameters and fields to values of `world`. */
export function knownValues(world: World): string {
  const values: Record<string, string[]> = {};
  const bindings: string[] = [];
  const bind = (places: string[], known: (string | undefined)[]): void => {
    const name = (places[0] as string).replaceAll(/\W+/g, '_');
    values[name] = known.map(String);
    for (const place of places)
      bindings.push(`${JSON.stringify(place)} = { dictionary = "${name}", probability = 0.7 }`);
  };
  for (const [name, known] of Object.entries(IDS))
    bind(
      [`path.${name}`, `query.${name}`, `body.${name}`],
      known.map((each) => world[each]),
    );
  bind(['path.voice_id', 'body.voice_id'], ['11labs-Adrian', 'local-joe']);
  bind(['path.phone_number'], [world.number, world.contactNumber]);
  bind(['body.response_engine.llm_id'], [world.llm, world.spareLlm]);
  bind(['body.response_engine.conversation_flow_id'], [world.flow]);
  bind(['body.test_case_definition_ids[*]'], [world.testCase]);
  bind(['body.knowledge_base_ids[*]'], [world.knowledgeBase]);
  bind(['body.from_number'], [world.number]);
  bind(['body.phone_number', 'body.to_number', 'body.tasks[*].to_number'], NUMBERS);
  bind(['body.tag', 'query.tag'], ['prod', 'next']);
  bind(['query.from', 'query.to', 'query.version'], ['0', 'latest']);
  return [
    '[parameters]',
    ...bindings,
    ...Object.entries(values).map(([name, known]) => `[dictionaries.${name}]\nvalues = ${JSON.stringify(known)}`),
  ].join('\n');
}

/** Parameter and field -> names in the world. */
const IDS: Record<string, string[]> = {
  agent_id: ['agent', 'chatAgent'],
  llm_id: ['llm', 'spareLlm'],
  conversation_flow_id: ['flow'],
  conversation_flow_component_id: ['component'],
  call_id: ['call'],
  chat_id: ['chat'],
  knowledge_base_id: ['knowledgeBase'],
  source_id: ['source'],
  test_case_definition_id: ['testCase'],
  test_case_batch_job_id: ['batchTest'],
  test_case_job_id: ['testRun'],
  batch_call_id: ['batchCall'],
  alert_rule_id: ['alertRule'],
  cohort_id: ['cohort'],
  qa_view_id: ['qaView'],
  export_request_id: ['export'],
  api_key_id: ['apiKey', 'signingKey'],
  member_id: ['member'],
  contact_id: ['contact'],
  asset_id: ['asset'],
  upload_id: ['upload'],
};

const NUMBERS = Array.from({ length: 40 }, (_, i) => `+1415555${1200 + i}`);
