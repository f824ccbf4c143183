import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useAgents } from '../api/index.ts';
import { plainWords } from '../parts/format.ts';
import { disconnectionReasons } from './disconnection-reasons.ts';

interface CallFiltersProps {
  params: URLSearchParams;
  onChange: (params: URLSearchParams) => void;
}

const statuses = ['ongoing', 'ended', 'error', 'not_connected'];

export function CallFilters({ params, onChange }: CallFiltersProps) {
  const agents = useAgents();
  const value = (name: string) => params.get(name) ?? '';
  const set = (name: string) => (event: { currentTarget: { value: string } }) => {
    const next = new URLSearchParams(params);
    if (event.currentTarget.value) next.set(name, event.currentTarget.value);
    else next.delete(name);
    onChange(next);
  };
  const any = { value: '', label: 'Any' };
  const agentOptions = (agents.data ?? []).map(({ agent }) => ({
    value: agent.agent_id,
    label: agent.agent_name || agent.agent_id,
  }));
  return (
    <Group gap="sm" align="flex-end" role="search" aria-label="Filter calls">
      <TextInput
        label="Call id"
        placeholder="call_…"
        leftSection={<IconSearch size={15} />}
        value={value('id')}
        onChange={set('id')}
        w={195}
        data-testid="filter-id"
      />
      <NativeSelect
        label="Agent"
        data={[any, ...agentOptions]}
        value={value('agent')}
        onChange={set('agent')}
        w={150}
        data-testid="filter-agent"
      />
      <NativeSelect
        label="Status"
        data={[any, ...statuses.map((status) => ({ value: status, label: plainWords(status) }))]}
        value={value('status')}
        onChange={set('status')}
        w={128}
        data-testid="filter-status"
      />
      <NativeSelect
        label="End reason"
        data={[any, ...disconnectionReasons.map((reason) => ({ value: reason, label: plainWords(reason) }))]}
        value={value('reason')}
        onChange={set('reason')}
        w={165}
        data-testid="filter-reason"
      />
      <TextInput type="date" label="From" value={value('from')} onChange={set('from')} w={138} />
      <TextInput type="date" label="To" value={value('to')} onChange={set('to')} w={138} />
      {params.size > 0 && (
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconX size={15} />}
          onClick={() => onChange(new URLSearchParams())}
        >
          Clear
        </Button>
      )}
    </Group>
  );
}
