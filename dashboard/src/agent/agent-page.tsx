// One agent: its prompt, voice and settings on one side, the Talk panel on the other.

import { Anchor, Box, Skeleton } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { useAgent } from '../api/index.ts';
import { PageHead } from '../parts/page-head.tsx';
import { Problem } from '../parts/problem.tsx';
import { AgentEditor } from './agent-editor.tsx';

export function AgentPage() {
  const { agentId = '' } = useParams();
  const agent = useAgent(agentId);
  if (agent.data) return <AgentEditor key={agentId} stored={agent.data} />;
  if (agent.isPending) return <Skeleton height={320} radius="lg" />;
  return (
    <>
      <PageHead title="Agent" />
      <Problem error={agent.error} title="The agent could not be read" />
      <Box mt="md">
        <Anchor component={Link} to="/agents">
          All agents
        </Anchor>
      </Box>
    </>
  );
}
