// Numbers, the trunks that they go by, and how this server is reached.

import { Anchor, Badge, Button, Group, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { IconPlugConnected, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useAgents, useNumbers, useTelephony, useTrunks } from '../api/index.ts';
import type { AgentRow, PhoneNumber, SipTrunk } from '../api/index.ts';
import { DocLink } from '../help/doc-link.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Problem } from '../parts/problem.tsx';
import { AddNumberDialog } from './add-number-dialog.tsx';
import { trunkWords } from './health-words.ts';

export function PhonePage() {
  const numbers = useNumbers();
  const trunks = useTrunks();
  const [adding, setAdding] = useState(false);
  const isNew = numbers.data?.length === 0 && trunks.data?.length === 0;
  return (
    <>
      <PageHead title="Phone" sub="Numbers that agents answer and call from, and the trunks that carry them.">
        <Button
          variant="default"
          leftSection={<IconPlugConnected size={17} />}
          component={Link}
          to="/phone/connect"
          data-testid="connect-trunk"
        >
          Connect a SIP trunk
        </Button>
        <Button leftSection={<IconPlus size={17} />} onClick={() => setAdding(true)} data-testid="add-number">
          Add a number
        </Button>
      </PageHead>
      <Stack gap="xl">
        {isNew && <FirstSteps />}
        <Stack gap="sm">
          <Title order={2}>Numbers</Title>
          <Problem error={numbers.error} title="The numbers could not be read" />
          {numbers.isPending && <Skeleton height={120} radius="lg" />}
          {numbers.data && numbers.data.length > 0 && <NumberTable numbers={numbers.data} trunks={trunks.data ?? []} />}
          {numbers.data?.length === 0 && <Text c="var(--rb-quiet)">No numbers yet.</Text>}
        </Stack>
        <Stack gap="sm">
          <Title order={2}>SIP trunks</Title>
          <Problem error={trunks.error} title="The trunks could not be read" />
          {trunks.isPending && <Skeleton height={120} radius="lg" />}
          {trunks.data && trunks.data.length > 0 && <TrunkTable trunks={trunks.data} />}
          {trunks.data?.length === 0 && <Text c="var(--rb-quiet)">No trunks yet.</Text>}
        </Stack>
        <Reach />
      </Stack>
      {adding && <AddNumberDialog trunks={trunks.data ?? []} onClose={() => setAdding(false)} />}
    </>
  );
}

function FirstSteps() {
  return (
    <Stack className="rb-card" p="xl" gap="xs" data-testid="phone-welcome">
      <Title order={2}>Let an agent answer the phone</Title>
      <Text c="var(--rb-quiet)" maw={640}>
        Connect a SIP trunk of any provider, or your own switch, and try it. Then add your number and choose the agent
        that answers. With <DocLink path={'docs/carriers.md'}>an account at Twilio or Telnyx</DocLink> numbers can be
        bought here. What stands in front of a server on the internet:{' '}
        <DocLink path={'docs/phone.md'}>the phone</DocLink>.
      </Text>
    </Stack>
  );
}

function NumberTable({ numbers, trunks }: { numbers: PhoneNumber[]; trunks: SipTrunk[] }) {
  const agents = useAgents();
  return (
    <Table.ScrollContainer type="native" minWidth={560} className="rb-card">
      <Table verticalSpacing="sm" horizontalSpacing="md" data-testid="number-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Number</Table.Th>
            <Table.Th>Answered by</Table.Th>
            <Table.Th>Calls as</Table.Th>
            <Table.Th>Goes by</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {numbers.map((number) => (
            <Table.Tr key={number.phone_number} data-testid="number-row">
              <Table.Td>
                <Anchor
                  component={Link}
                  to={`/phone/numbers/${encodeURIComponent(number.phone_number)}`}
                  fw={600}
                  fz="inherit"
                  c="inherit"
                  className="rb-number"
                >
                  {number.phone_number_pretty || number.phone_number}
                </Anchor>
                {number.nickname && (
                  <Text size="xs" c="var(--rb-quiet)">
                    {number.nickname}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                {agentNames(number.inbound_agents, agents.data) ||
                  (number.inbound_webhook_url ? 'As the webhook says' : 'Nobody')}
              </Table.Td>
              <Table.Td>{agentNames(number.outbound_agents, agents.data) || '–'}</Table.Td>
              <Table.Td>{wayOfNumber(number, trunks)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function agentNames(list: PhoneNumber['inbound_agents'], agents: AgentRow[] = []): string {
  const several = (list?.length ?? 0) > 1;
  return (list ?? [])
    .map(({ agent_id, weight }) => {
      const name = agents.find(({ agent }) => agent.agent_id === agent_id)?.agent.agent_name || agent_id;
      return several ? `${name} ${Math.round(weight * 100)} %` : name;
    })
    .join(', ');
}

function wayOfNumber(
  { phone_number_type, sip_trunk_id, sip_outbound_trunk_config }: PhoneNumber,
  trunks: SipTrunk[],
): string {
  if (phone_number_type === 'retell-twilio') return 'Twilio';
  if (phone_number_type === 'retell-telnyx') return 'Telnyx';
  const trunk = trunks.find((one) => one.sip_trunk_id === sip_trunk_id);
  return trunk?.name ?? sip_outbound_trunk_config?.termination_uri ?? 'No trunk';
}

function TrunkTable({ trunks }: { trunks: SipTrunk[] }) {
  return (
    <Table.ScrollContainer type="native" minWidth={480} className="rb-card">
      <Table verticalSpacing="sm" horizontalSpacing="md" data-testid="trunk-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>Calls are sent to</Table.Th>
            <Table.Th>Health</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {trunks.map((trunk) => {
            const { text, color } = trunkWords(trunk);
            return (
              <Table.Tr key={trunk.sip_trunk_id} data-testid="trunk-row">
                <Table.Td>
                  <Anchor component={Link} to={`/phone/trunks/${trunk.sip_trunk_id}`} fw={600} fz="inherit" c="inherit">
                    {trunk.name}
                  </Anchor>
                </Table.Td>
                <Table.Td>{trunk.targets.map(({ uri }) => uri).join(', ')}</Table.Td>
                <Table.Td>
                  <Badge variant="light" color={color} tt="none" miw="max-content">
                    {text}
                  </Badge>
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** What this server listens at. */
function Reach() {
  const { data } = useTelephony();
  if (!data) return null;
  const { sip, carriers } = data;
  return (
    <Group gap="xl" data-testid="reach">
      <Text size="sm" c="var(--rb-quiet)">
        {sip
          ? `SIP: ${sip.listening.map(({ transport, port }) => `${transport} ${port}`).join(', ')}; sound: UDP ${sip.rtp_ports}; public address: ${sip.public_address ?? 'not set'}.`
          : 'This server does not listen for SIP.'}
        {carriers.length > 0 &&
          ` Carriers: ${carriers.map((one) => (one === 'twilio' ? 'Twilio' : 'Telnyx')).join(', ')}.`}{' '}
        <DocLink path={'docs/phone.md'}>Ports, firewall, encryption</DocLink>
      </Text>
    </Group>
  );
}
