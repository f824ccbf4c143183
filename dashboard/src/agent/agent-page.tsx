// One agent: its prompt, voice and settings on one side, the Talk panel on the other.

import { Skeleton } from '@mantine/core';
import { useParams } from 'react-router';
import { useAgent } from '../api/index.ts';
import { UnreadablePage } from '../parts/unreadable-page.tsx';
import { AgentEditor } from './agent-editor.tsx';

export function AgentPage() {
  const { agentId = '' } = useParams();
  const agent = useAgent(agentId);
  if (agent.data) return <AgentEditor key={agentId} stored={agent.data} />;
  if (agent.isPending) return <Skeleton height={320} radius="lg" />;
  return (
    <UnreadablePage title="Agent" error={agent.error} what="The agent" back={{ to: '/agents', label: 'All agents' }} />
  );
}
