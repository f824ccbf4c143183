// "Connect your SIP trunk": what to enter there, what here, then a number; the test is on the trunk's page.

import { Alert, Anchor, Button, Code, CopyButton, Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useSaveTrunk, useTelephony } from '../api/index.ts';
import type { Telephony } from '../api/index.ts';
import { DocLink } from '../help/doc-link.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';
import { useAddressParams } from '../parts/use-address-params.ts';
import { useOnce } from '../parts/use-once.ts';
import { ourAddress, wayOf, wayTitles, type ThereStep, type Way, type WayName } from './connect-ways.ts';
import { trunkBody } from './trunk-draft.ts';
import { TrunkForm } from './trunk-form.tsx';

export function ConnectPage() {
  const [params, changeParams] = useAddressParams();
  const telephony = useTelephony();
  const asked = params.get('way') ?? '';
  const name: WayName = Object.hasOwn(wayTitles, asked) ? (asked as WayName) : 'generic';
  const choose = (chosen: string) => changeParams((next) => next.set('way', chosen));
  const way = telephony.data && wayOf(name, telephony.data, location.hostname);
  return (
    <>
      <PageHead
        title="Connect your SIP trunk"
        sub="A trunk joins this server to the telephone network, or to your own switch."
      />
      <Stack gap="lg" maw={860}>
        <SegmentedControl
          data={Object.entries(wayTitles).map(([value, label]) => ({ value, label }))}
          value={name}
          onChange={choose}
          visibleFrom="sm"
          aria-label="What do you connect?"
          data-testid="connect-way"
        />
        <SegmentedControl
          orientation="vertical"
          data={Object.entries(wayTitles).map(([value, label]) => ({ value, label }))}
          value={name}
          onChange={choose}
          hiddenFrom="sm"
          aria-label="What do you connect?"
        />
        <Problem error={telephony.error} title="The addresses of this server could not be read" />
        {telephony.isPending && <Skeleton height={240} radius="lg" />}
        {telephony.data && !way && (
          <Alert color="orange" title="SIP is off" icon={<IconInfoCircle size={18} />} data-testid="sip-off">
            This server does not listen for SIP. Set RINGBACK_SIP_LISTEN (udp:5060,tcp:5060) and start it again.
          </Alert>
        )}
        {telephony.data && way && (
          <>
            <Reachability telephony={telephony.data} />
            <There way={way} />
            <Here key={name} way={way} />
          </>
        )}
      </Stack>
    </>
  );
}

function Reachability({ telephony }: { telephony: Telephony }) {
  const us = ourAddress(telephony, location.hostname);
  if (!us || us.isPublic) return null;
  return (
    <Alert
      color="orange"
      variant="light"
      title="Can the outside reach this server?"
      icon={<IconInfoCircle size={18} />}
      data-testid="not-public"
    >
      For calls from the internet set RINGBACK_PUBLIC_IP to the public address of this server and HOST=0.0.0.0, and let
      port {us.port} and the UDP ports {telephony.sip?.rtp_ports} through firewall and router. A switch in the same
      network needs HOST=0.0.0.0 only.
    </Alert>
  );
}

function There({ way }: { way: Way }) {
  return (
    <Section title={`1. There: ${way.title}`}>
      {way.there.map((step) => (
        <Paste key={step.label} step={step} />
      ))}
      <Text size="xs" c="var(--rb-quiet)">
        <DocLink path={way.document}>Step by step</DocLink>
      </Text>
    </Section>
  );
}

function Paste({ step: { label, value, help, isToDo } }: { step: ThereStep }) {
  const lines = value.includes('\n');
  return (
    <div data-testid="paste">
      <Group gap="xs" justify="space-between" wrap="nowrap">
        <div>
          <Text size="sm" fw={600}>
            {label}
          </Text>
          {help && (
            <Text size="xs" c="var(--rb-quiet)">
              {help}
            </Text>
          )}
        </div>
        {!isToDo && (
          <CopyButton value={value}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                size="compact-sm"
                onClick={copy}
                aria-label={`Copy ${label}`}
                style={{ flexShrink: 0 }}
              >
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
        )}
      </Group>
      {isToDo ? (
        <Text size="sm">{value}</Text>
      ) : (
        <Code block={lines} mt={4} style={{ overflowWrap: 'anywhere' }} fz="sm">
          {value}
        </Code>
      )}
    </div>
  );
}

function Here({ way }: { way: Way }) {
  const [draft, setDraft] = useState(way.here);
  const save = useSaveTrunk(null);
  const making = useOnce(save);
  const navigate = useNavigate();
  return (
    <Section title="2. Here">
      <TrunkForm draft={draft} onChange={setDraft} targetHelp={way.targetHelp} />
      <Problem error={save.error} title="The trunk was not made" />
      <Group>
        <Button
          loading={making.isBegun}
          onClick={() =>
            making.send(trunkBody(draft), ({ sip_trunk_id }) => void navigate(`/phone/trunks/${sip_trunk_id}`))
          }
          data-testid="make-trunk"
        >
          Make the trunk, then try it
        </Button>
        <Anchor component={Link} to="/phone" size="sm">
          Not now
        </Anchor>
      </Group>
      <Text size="sm" c="var(--rb-quiet)">
        3. Then add your number on the page Phone, with this trunk and the agent that answers.
      </Text>
    </Section>
  );
}
