import { Button, Group, NativeSelect } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useAgents } from '../api/index.ts';
import { plainWords } from '../parts/format.ts';
import { disconnectionReasons } from './disconnection-reasons.ts';
import { TypedFilter } from './typed-filter.tsx';

interface CallFiltersProps {
  params: URLSearchParams;
  /** Edits the newest parameters, which may be newer than `params`. */
  onChange: (edit: (params: URLSearchParams) => void) => void;
}

const statuses = ['ongoing', 'ended', 'error', 'not_connected'];

export function CallFilters({ params, onChange }: CallFiltersProps) {
  const agents = useAgents();
  const value = (name: string) => params.get(name) ?? '';
  const [cleared, setCleared] = useState(0);
  const set = (name: string) => (chosen: string) =>
    onChange((next) => (chosen ? next.set(name, chosen) : next.delete(name)));
  const clear = () => {
    onChange((next) => [...next.keys()].forEach((name) => next.delete(name)));
    setCleared(cleared + 1);
  };
  const choose = (name: string) => (event: { currentTarget: { value: string } }) =>
    set(name)(event.currentTarget.value);
  const any = { value: '', label: 'Any' };
  const agentOptions = (agents.data ?? []).map(({ agent }) => ({
    value: agent.agent_id,
    label: agent.agent_name || agent.agent_id,
  }));
  return (
    <Group gap="sm" align="flex-end" role="search" aria-label="Filter calls">
      <TypedFilter
        // Letters that were typed and not told yet go with the rest.
        key={`id ${cleared}`}
        label="Call id"
        placeholder="Whole call id"
        leftSection={<IconSearch size={15} />}
        value={value('id')}
        onChange={set('id')}
        w={165}
        data-testid="filter-id"
      />
      <NativeSelect
        label="Agent"
        data={[any, ...agentOptions]}
        value={value('agent')}
        onChange={choose('agent')}
        w={140}
        data-testid="filter-agent"
      />
      <NativeSelect
        label="Status"
        data={[any, ...statuses.map((status) => ({ value: status, label: plainWords(status) }))]}
        value={value('status')}
        onChange={choose('status')}
        w={115}
        data-testid="filter-status"
      />
      <NativeSelect
        label="End reason"
        data={[any, ...disconnectionReasons.map((reason) => ({ value: reason, label: plainWords(reason) }))]}
        value={value('reason')}
        onChange={choose('reason')}
        w={155}
        data-testid="filter-reason"
      />
      <TypedFilter
        key={`from ${cleared}`}
        type="date"
        label="From"
        value={value('from')}
        onChange={set('from')}
        w={134}
      />
      <TypedFilter key={`to ${cleared}`} type="date" label="To" value={value('to')} onChange={set('to')} w={134} />
      {params.size > 0 && (
        <Button variant="subtle" color="gray" px="xs" leftSection={<IconX size={15} />} onClick={clear}>
          Clear
        </Button>
      )}
    </Group>
  );
}
