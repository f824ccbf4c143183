// Three lines that say what this server hears, thinks and speaks with; each opens the way to change it.

import { Box, Group, Popover, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconBrain, IconEar, IconVolume } from '@tabler/icons-react';
import { useHealth } from '../api/index.ts';
import type { Health, Role } from '../api/index.ts';

const roles: Record<Role, { label: string; icon: typeof IconEar }> = {
  hearing: { label: 'Hearing', icon: IconEar },
  thinking: { label: 'Thinking', icon: IconBrain },
  speaking: { label: 'Speaking', icon: IconVolume },
};

type Provider = NonNullable<Health['providers']>[number];

export function StatusStrip() {
  const { data, isError } = useHealth();
  const providers = data?.providers ?? [];
  return (
    <Stack gap={2} data-testid="status-strip" role="status" aria-label="What this server uses">
      {isError && (
        <Text size="xs" c="red" px="xs">
          The server does not answer.
        </Text>
      )}
      {providers.map((provider) => (
        <StatusLine key={provider.role} provider={provider} answers={!isError} />
      ))}
    </Stack>
  );
}

/** `answers`: does the server? Without it nothing is known. */
function StatusLine({
  provider: { role, provider, name, ready, detail, change },
  answers,
}: {
  provider: Provider;
  answers: boolean;
}) {
  const { label, icon: Icon } = roles[role];
  return (
    <Popover width={300} position="right-end" withArrow shadow="md">
      <Popover.Target>
        <UnstyledButton p={6} px="xs" style={{ borderRadius: 8 }} data-testid={`status-${role}`}>
          <Group gap={10} wrap="nowrap" align="flex-start">
            <Icon size={16} stroke={1.6} style={{ marginTop: 2, flexShrink: 0, opacity: 0.7 }} />
            <Box style={{ minWidth: 0, flex: 1 }}>
              <Group gap={6} wrap="nowrap">
                <Text size="xs" fw={600}>
                  {label}
                </Text>
                {answers && <Dot ready={ready} />}
                {answers && !ready && (
                  <Text size="xs" c="orange">
                    getting ready
                  </Text>
                )}
              </Group>
              <Text size="xs" c="var(--rb-quiet)" truncate>
                {provider === 'scripted' ? `scripted ${name}` : name}
              </Text>
            </Box>
          </Group>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap={6}>
          <Text size="sm" fw={600}>
            {label}: {name} ({provider})
          </Text>
          <Text size="sm">{detail.charAt(0).toUpperCase() + detail.slice(1)}</Text>
          <Text size="xs" c="var(--rb-quiet)">
            To change it: {change.charAt(0).toLowerCase() + change.slice(1)}
          </Text>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function Dot({ ready }: { ready: boolean }) {
  const color = ready ? 'var(--mantine-color-teal-6)' : 'var(--mantine-color-orange-5)';
  return (
    <span
      role="img"
      aria-label={ready ? 'ready' : 'not ready'}
      style={{ width: 7, height: 7, borderRadius: '50%', background: color, flexShrink: 0 }}
    />
  );
}
