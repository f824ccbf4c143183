import { Code, Text } from '@mantine/core';
import type { ResponseEngine } from '../api/index.ts';
import { Section } from '../parts/section.tsx';

/** Stands where the prompt would be, for agents whose words come from elsewhere. */
export function OtherEngine({ engine }: { engine: ResponseEngine }) {
  return (
    <Section title="Response engine">
      <Text size="sm">
        This agent’s words come from <Code>{engine.type}</Code>
        {engine.type === 'custom-llm' && (
          <>
            {' '}
            at <Code>{engine.llm_websocket_url}</Code>
          </>
        )}
        {engine.type === 'conversation-flow' && (
          <>
            {' '}
            <Code>{engine.conversation_flow_id}</Code>
          </>
        )}
        ; it is edited over the API. The settings below are the agent’s own.
      </Text>
    </Section>
  );
}
