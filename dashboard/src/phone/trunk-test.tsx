// Tries a trunk out: each step with what was found, and what to do where something is wrong. May ring a phone.

import { Button, Group, Loader, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleMinus, IconCircleX, IconPhoneCall } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useNumbers, useTestTrunk } from '../api/index.ts';
import type { TrunkTest as Report } from '../api/index.ts';
import { DocLink } from '../help/doc-link.tsx';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';

type Step = Report['steps'][number];

const marks = {
  ok: { icon: IconCircleCheck, color: 'var(--rb-agent)', label: 'works' },
  warning: { icon: IconAlertTriangle, color: 'var(--mantine-color-orange-6)', label: 'may be wrong' },
  failed: { icon: IconCircleX, color: 'var(--mantine-color-red-6)', label: 'is wrong' },
  skipped: { icon: IconCircleMinus, color: 'var(--rb-quiet)', label: 'left out' },
} as const;

const titles: Record<Step['step'], string> = {
  listen: 'This server',
  resolve: 'Name',
  connect: 'Connection',
  tls: 'Certificate',
  options: 'Sign of life',
  credentials: 'User name and password',
  inbound: 'Calls in',
  ring: 'Ringing',
  sound: 'Sound',
};

export function TrunkTest({ trunkId }: { trunkId: string }) {
  const numbers = useNumbers();
  const own = (numbers.data ?? []).filter(({ sip_trunk_id }) => sip_trunk_id === trunkId);
  const [to, setTo] = useState('');
  const [chosen, setChosen] = useState('');
  const from = chosen || own[0]?.phone_number || '';
  const test = useTestTrunk();
  // The second click of a double click comes before the button has turned; it would ring a phone twice.
  const begun = useRef(false);
  const begin = (asked: Parameters<typeof test.mutate>[0]): void => {
    if (begun.current) return;
    begun.current = true;
    test.mutate(asked, { onSettled: () => void (begun.current = false) });
  };
  return (
    <Section title="Try it">
      <Group align="flex-end">
        <Button onClick={() => begin({ sip_trunk_id: trunkId })} loading={test.isPending} data-testid="test-trunk">
          Test this trunk
        </Button>
        <Text size="sm" c="var(--rb-quiet)">
          Looks up, connects, asks for a sign of life. Rings nobody.
        </Text>
      </Group>
      {own.length > 0 && (
        <Group align="flex-end" gap="xs">
          {own.length > 1 && (
            <NativeSelect
              label="From"
              data={own.map(({ phone_number }) => phone_number)}
              value={from}
              onChange={(event) => setChosen(event.currentTarget.value)}
            />
          )}
          <TextInput
            label="Ring my phone"
            description={`A short call from ${from}: a sentence is said, then it hangs up.`}
            placeholder="+14155550123"
            type="tel"
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
            data-testid="ring-number"
          />
          <Button
            variant="default"
            leftSection={<IconPhoneCall size={16} />}
            disabled={to.trim() === '' || test.isPending}
            onClick={() =>
              begin({ sip_trunk_id: trunkId, phone_number: from, ring_number: to.replace(/[\s().-]/g, '') })
            }
            data-testid="ring-phone"
          >
            Ring
          </Button>
        </Group>
      )}
      {own.length === 0 && numbers.isSuccess && (
        <Text size="sm" c="var(--rb-quiet)">
          Give a number to this trunk to let it ring your phone.
        </Text>
      )}
      <Problem error={test.error} title="The trunk could not be tried" />
      {test.isPending && (
        <Group gap="xs">
          <Loader size="xs" />
          <Text size="sm">This may take up to a minute.</Text>
        </Group>
      )}
      {test.data && !test.isPending && <Steps report={test.data} />}
    </Section>
  );
}

function Steps({ report }: { report: Report }) {
  const wrong = report.steps.filter(({ result }) => result === 'failed').length;
  return (
    <Stack gap="sm" data-testid="test-report" aria-live="polite">
      <Text fw={600}>
        {report.ok
          ? 'Nothing is wrong as far as can be seen.'
          : wrong === 1
            ? 'One thing is wrong.'
            : `${wrong} things are wrong.`}
      </Text>
      {report.steps.map((step, index) => (
        <StepLine key={index} step={step} />
      ))}
      {!report.ok && (
        <DocLink path={'docs/sip-trunks.md'} fz="sm">
          Each mistake, and what it means
        </DocLink>
      )}
    </Stack>
  );
}

function StepLine({ step: { step, result, found, advice } }: { step: Step }) {
  const { icon: Icon, color, label } = marks[result];
  return (
    <Group gap={10} wrap="nowrap" align="flex-start" data-testid={`step-${result}`}>
      <Icon size={18} color={color} role="img" aria-label={label} style={{ flexShrink: 0, marginTop: 2 }} />
      <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        <Text size="sm" fw={600}>
          {titles[step]}
        </Text>
        <Text size="sm" c={result === 'skipped' ? 'var(--rb-quiet)' : undefined}>
          {found}
        </Text>
        {advice && (
          <Text size="sm" mt={2} pl={10} style={{ borderLeft: `3px solid ${color}` }}>
            {advice}
          </Text>
        )}
      </div>
    </Group>
  );
}
