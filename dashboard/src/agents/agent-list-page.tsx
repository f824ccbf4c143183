// All agents; for a newcomer, the one button that leads to the first talk.

import {
  ActionIcon,
  Anchor,
  Badge,
  Button,
  Group,
  Skeleton,
  Stack,
  Table,
  Text,
  TextInput,
  Title,
  Tooltip,
} from '@mantine/core';
import { IconPlus, IconSearch, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useAgents, useVoices } from '../api/index.ts';
import type { Agent, AgentRow } from '../api/index.ts';
import { agoText, momentText } from '../parts/format.ts';
import { PageHead } from '../parts/page-head.tsx';
import { Problem } from '../parts/problem.tsx';
import { DeleteAgentDialog } from './delete-agent-dialog.tsx';
import { useCreateStarter } from './use-create-starter.ts';

export function AgentListPage() {
  const agents = useAgents();
  const rows = agents.data ?? [];
  const create = useCreateStarter(rows.length);
  const [search, setSearch] = useState('');
  const [doomed, setDoomed] = useState<Agent | null>(null);
  const shown = rows.filter(({ agent }) =>
    `${agent.agent_name ?? ''} ${agent.agent_id}`.toLowerCase().includes(search.toLowerCase()),
  );
  const empty = agents.isSuccess && rows.length === 0;
  return (
    <>
      <PageHead title="Agents" sub="Each agent is a prompt, a voice and a way to take turns.">
        {!empty && (
          <Button
            leftSection={<IconPlus size={17} />}
            onClick={create.run}
            loading={create.busy}
            data-testid="create-agent"
          >
            New agent
          </Button>
        )}
      </PageHead>
      <Stack gap="md">
        <Problem error={create.error} title="The agent was not created" />
        <Problem error={agents.error} title="The agents could not be read" />
        {agents.isPending && <Skeleton height={180} radius="lg" />}
        {empty && <Welcome busy={create.busy} onCreate={create.run} />}
        {rows.length > 5 && (
          <TextInput
            placeholder="Search by name or id"
            aria-label="Search agents"
            leftSection={<IconSearch size={16} />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            maw={340}
          />
        )}
        {rows.length > 0 && <AgentTable rows={shown} onDelete={setDoomed} />}
      </Stack>
      <DeleteAgentDialog agent={doomed} onClose={() => setDoomed(null)} />
    </>
  );
}

function Welcome({ busy, onCreate }: { busy: boolean; onCreate: () => void }) {
  return (
    <Stack className="rb-card" p="xl" align="center" gap="sm" py={56} data-testid="welcome">
      <img src="/ringback.svg" alt="" width={52} height={52} />
      <Title order={2}>Talk to your first agent</Title>
      <Text c="var(--rb-quiet)" ta="center" maw={440}>
        One click makes an agent whose prompt you can read and change. Then press Talk. No key is needed: without one,
        this machine hears and speaks by itself.
      </Text>
      <Button size="lg" mt="sm" onClick={onCreate} loading={busy} data-testid="create-agent">
        Make an agent
      </Button>
    </Stack>
  );
}

function AgentTable({ rows, onDelete }: { rows: AgentRow[]; onDelete: (agent: Agent) => void }) {
  return (
    <Table.ScrollContainer type="native" minWidth={560} className="rb-card">
      <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover data-testid="agent-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>Voice</Table.Th>
            <Table.Th>Model</Table.Th>
            <Table.Th>Last edited</Table.Th>
            <Table.Th aria-label="Actions" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <AgentTableRow key={row.agent.agent_id} row={row} onDelete={onDelete} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function AgentTableRow({
  row: { agent, model, publishedVersion },
  onDelete,
}: {
  row: AgentRow;
  onDelete: (agent: Agent) => void;
}) {
  const navigate = useNavigate();
  const voices = useVoices();
  const address = `/agents/${agent.agent_id}`;
  const name = agent.agent_name || 'Unnamed agent';
  const voice = voices.data?.find(({ voice_id }) => voice_id === agent.voice_id);
  return (
    <Table.Tr className="rb-row-link" onClick={() => void navigate(address)} data-testid="agent-row">
      <Table.Td>
        <Group gap="xs" wrap="nowrap">
          <Anchor
            component={Link}
            to={address}
            fw={600}
            fz="inherit"
            c="inherit"
            maw={340}
            truncate
            onClick={(event) => event.stopPropagation()}
          >
            {name}
          </Anchor>
          {publishedVersion !== null && (
            <Badge size="sm" variant="light" tt="none">
              v{publishedVersion} published
            </Badge>
          )}
        </Group>
      </Table.Td>
      <Table.Td>{voice?.voice_name ?? agent.voice_id}</Table.Td>
      <Table.Td>
        {model ?? (agent.response_engine.type === 'retell-llm' ? 'Default' : agent.response_engine.type)}
      </Table.Td>
      <Table.Td title={momentText(agent.last_modification_timestamp)}>
        {agoText(agent.last_modification_timestamp)}
      </Table.Td>
      <Table.Td w={48}>
        <Tooltip label="Delete">
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Delete ${name}`}
            data-testid="delete-agent"
            onClick={(event) => {
              event.stopPropagation();
              onDelete(agent);
            }}
          >
            <IconTrash size={17} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </Table.Td>
    </Table.Tr>
  );
}
