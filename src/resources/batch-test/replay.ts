// A call or a chat once more: the same words in, against another version of its agent.

import type { RequestBody } from '../../contract/index.ts';
import { refused } from '../../contract/index.ts';
import { resolveAgent, takeSnapshot, type AgentReference } from '../agent/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { jsonText } from '../../storage/index.ts';
import { newId } from '../new-id.ts';
import {
  promptOf,
  recordedConversation,
  recordedMocks,
  turnsOf,
  userMessages,
  type RecordedConversation,
  type TestedEngine,
} from '../test-case/index.ts';
import { insertBatch } from './insert-batch.ts';

export interface Replay {
  test_case_batch_job_id: string;
  test_case_job_id: string;
  agent_version: number;
}

/** Ours: as `user_messages` of a case may hold. */
const MAX_MESSAGES = 1000;

/** A batch of one run. Throws as `recordedConversation` does, and 422 for a version that is not there. */
export async function replayConversation(
  deps: Pick<ResourceDeps, 'db' | 'now'>,
  workspaceId: string,
  body: RequestBody<'replayConversation'>,
): Promise<Replay> {
  const recorded = await recordedConversation(deps, workspaceId, body);
  const wanted = body.agent_version as AgentReference;
  const { agent, variables } = await resolveAgent(
    deps.db,
    workspaceId,
    recorded.agentId,
    wanted,
    'any',
    'agent_version',
  );
  const engine = agent.config['response_engine'] as TestedEngine;
  const now = deps.now();
  const definition = definitionOf(recorded, engine, now);
  return deps.db.transaction().execute(async (trx) => {
    const { batch, runIds } = await insertBatch(trx, {
      workspaceId,
      engine,
      engineVersion: engine.type === 'custom-llm' ? null : (engine.version ?? agent.version),
      configurationHash: await takeSnapshot(trx, agent, variables),
      runsUnmockedTools: false,
      runs: [
        {
          definitionId: definition.test_case_definition_id,
          definition: jsonText(definition),
          recorded: JSON.stringify(recorded.ref),
        },
      ],
      now,
    });
    const { test_case_batch_job_id } = batch;
    return { test_case_batch_job_id, test_case_job_id: runIds[0] ?? '', agent_version: agent.version };
  });
}

/** Of a case that is kept with its run alone. */
function definitionOf({ id, items, variables }: RecordedConversation, response_engine: TestedEngine, now: number) {
  const user_messages = userMessages(turnsOf(items, { joins: true }));
  if (user_messages.length > MAX_MESSAGES)
    throw refused(`${id} has ${user_messages.length} turns of the user; at most ${MAX_MESSAGES} can be replayed.`);
  return {
    test_case_definition_id: newId('test_case'),
    type: 'simulation',
    name: `Replay of ${id}`,
    response_engine,
    user_prompt: promptOf(user_messages),
    metrics: [],
    dynamic_variables: variables,
    tool_mocks: recordedMocks(items),
    llm_model: 'gpt-4.1',
    user_messages,
    creation_timestamp: now,
    user_modified_timestamp: now,
  };
}
