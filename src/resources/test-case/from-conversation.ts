// A recorded call or chat as a test case.

import type { RequestBody } from '../../contract/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { createTestCaseDefinition, type TestCaseDefinition } from './definitions.ts';
import type { TestedEngine } from './engine.ts';
import { recordedConversation, type RecordedConversation } from './recorded-conversation.ts';
import { recordedMocks } from './recorded-mocks.ts';
import { turnsOf, userMessages } from './recorded-turns.ts';

/** The case keeps copies of what was said, also when the conversation is deleted. Throws as `recordedConversation` does. */
export async function createTestCaseFromConversation(
  deps: Pick<ResourceDeps, 'db' | 'now'>,
  workspaceId: string,
  body: RequestBody<'createTestCaseFromConversation'>,
): Promise<TestCaseDefinition> {
  const recorded = await recordedConversation(deps, workspaceId, body);
  const messages = userMessages(turnsOf(recorded.items, { joins: true }));
  return createTestCaseDefinition(deps, workspaceId, {
    name: body.name ?? `As in ${recorded.id}`,
    response_engine: engineOfRecorded(recorded),
    user_prompt: promptOf(messages),
    metrics: body.metrics ?? metricsOf(recorded),
    dynamic_variables: recorded.variables,
    tool_mocks: recordedMocks(recorded.items),
    ...(body.word_for_word === true ? { user_messages: messages } : {}),
  } as RequestBody<'createTestCaseDefinition'>);
}

/** The engine of its agent, in whatever version is the latest when it is tested. */
function engineOfRecorded({ configuration }: RecordedConversation): TestedEngine {
  const { version: _version, ...engine } = configuration.agent['response_engine'] as TestedEngine & {
    version?: number | null;
  };
  return engine;
}

export function promptOf(messages: readonly string[]): string {
  return [
    'You take the part of a user in a conversation that took place. You want the same as then and know the same; do not make up more.',
    'Say it in your own words, one thing at a time, as the agent asks for it. This is what you said then:',
    ...messages.map((message) => `- ${message}`),
  ].join('\n');
}

function metricsOf({ summary, items }: RecordedConversation): string[] {
  if (summary) return [`The conversation comes to the same result as this one: ${summary}`];
  const tools = new Set(recordedMocks(items).map(({ tool_name }) => tool_name));
  if (tools.size > 0) return [...tools].map((name) => `The agent uses the tool "${name}".`);
  return ['The agent deals with what the user wants.'];
}
