// Which agents share the calls of a number.

import { Button, Group, NativeSelect, NumberInput, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { RemoveButton } from '../parts/remove-button.tsx';
import { sumOf, type Share } from './number-draft.ts';

interface AgentSharesProps {
  label: string;
  /** Shown when there is nobody. */
  nobody: string;
  shares: Share[];
  /** Of which one can be chosen. */
  agents: { agent: { agent_id: string; agent_name?: string | null } }[];
  onChange: (shares: Share[]) => void;
  testId: string;
}

export function AgentShares({ label, nobody, shares, agents, onChange, testId }: AgentSharesProps) {
  const change = (index: number, fields: Partial<Share>) =>
    onChange(shares.map((share, i) => (i === index ? { ...share, ...fields } : share)));
  const options = agents.map(({ agent }) => ({ value: agent.agent_id, label: agent.agent_name || agent.agent_id }));
  const add = () =>
    onChange([
      ...shares,
      { agentId: options[0]?.value ?? '', version: undefined, percent: Math.max(0, 100 - sumOf(shares)) },
    ]);
  const sum = sumOf(shares);
  return (
    <Stack gap={6} data-testid={testId}>
      <Text size="sm" fw={500}>
        {label}
      </Text>
      {shares.length === 0 && (
        <Text size="sm" c="var(--rb-quiet)">
          {nobody}
        </Text>
      )}
      {shares.map((share, index) => (
        <Group key={index} gap="xs" wrap="nowrap">
          <NativeSelect
            aria-label="Agent"
            // An agent that is gone stays visible until another is chosen.
            data={options.some(({ value }) => value === share.agentId) ? options : [...options, share.agentId]}
            value={share.agentId}
            onChange={(event) => change(index, { agentId: event.currentTarget.value, version: undefined })}
            style={{ flex: 1 }}
          />
          <NumberInput
            aria-label="Share in percent"
            suffix=" %"
            w={92}
            min={0}
            max={100}
            value={share.percent}
            onChange={(percent) => change(index, { percent: Number(percent) })}
          />
          <RemoveButton label="Remove this agent" onClick={() => onChange(shares.filter((_, i) => i !== index))} />
        </Group>
      ))}
      {shares.length > 0 && Math.abs(sum - 100) > 0.01 && (
        <Text size="sm" c="orange" role="status">
          The shares make {sum} %, and must make 100 %.
        </Text>
      )}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPlus size={14} />}
        style={{ alignSelf: 'flex-start' }}
        onClick={add}
        disabled={options.length === 0}
      >
        {shares.length === 0 ? 'Choose an agent' : 'Share with another agent'}
      </Button>
    </Stack>
  );
}
