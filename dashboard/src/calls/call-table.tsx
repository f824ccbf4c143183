import { Anchor, Group, Table, Text } from '@mantine/core';
import { Link, useNavigate } from 'react-router';
import type { Call } from '../api/index.ts';
import { CallEndCells } from '../parts/call-end-cells.tsx';
import { latencyText, momentText } from '../parts/format.ts';

export function CallTable({ calls }: { calls: Call[] }) {
  return (
    <Table.ScrollContainer type="native" minWidth={760} className="rb-card">
      <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover data-testid="call-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Time</Table.Th>
            <Table.Th>Agent</Table.Th>
            <Table.Th>Status</Table.Th>
            <Table.Th>End reason</Table.Th>
            <Table.Th ta="right">Length</Table.Th>
            <Table.Th ta="right">Latency</Table.Th>
            <Table.Th>Call id</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {calls.map((call) => (
            <CallRow key={call.call_id} call={call} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function CallRow({ call }: { call: Call }) {
  const navigate = useNavigate();
  const address = `/calls/${call.call_id}`;
  const p50 = call.latency?.e2e?.p50;
  return (
    <Table.Tr className="rb-row-link" onClick={() => void navigate(address)} data-testid="call-row">
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <Anchor
          component={Link}
          to={address}
          c="inherit"
          fz="inherit"
          fw={550}
          onClick={(event) => event.stopPropagation()}
        >
          {call.start_timestamp ? momentText(call.start_timestamp) : 'Not started'}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <Group gap={6} wrap="nowrap" maw={260}>
          <Text span fz="inherit" truncate>
            {call.agent_name || 'Unnamed agent'}
          </Text>
          <Text span size="xs" c="var(--rb-quiet)">
            v{call.agent_version}
          </Text>
        </Group>
      </Table.Td>
      <CallEndCells call={call} />
      <Table.Td ta="right" className="rb-number">
        {p50 === undefined ? '–' : latencyText(p50)}
      </Table.Td>
      <Table.Td>
        <Text size="xs" ff="monospace" c="var(--rb-quiet)" truncate maw={170}>
          {call.call_id}
        </Text>
      </Table.Td>
    </Table.Tr>
  );
}
