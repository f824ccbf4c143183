// A new batch: whom to call, who calls, and when.

import { Alert, Anchor, Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { IconInfoCircle, IconPhoneOutgoing } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useAgents, useCreateBatch, useNumbers } from '../api/index.ts';
import type { BatchRequest, PhoneNumber } from '../api/index.ts';
import { PageHead } from '../parts/page-head.tsx';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';
import { useOnce } from '../parts/use-once.ts';
import { sizeFault } from './batch-size.ts';
import { windowOf, type CallTimeWindow } from './call-times.ts';
import { PeopleSection } from './people-section.tsx';
import { tasksOf, type People } from './people.ts';
import { TimesSection, type BatchTimes } from './times-section.tsx';

const nobody: BatchRequest['tasks'] = [];

export function NewBatchPage() {
  const numbers = useNumbers();
  const create = useCreateBatch();
  const making = useOnce(create);
  const navigate = useNavigate();
  const [people, setPeople] = useState<People | null>(null);
  const [skipBad, setSkipBad] = useState(false);
  const [from, setFrom] = useState('');
  const [agentId, setAgentId] = useState('');
  const [name, setName] = useState('');
  const [when, setWhen] = useState<BatchTimes>({ begins: '', times: null, reserved: 0 });
  const number = numbers.data?.find(({ phone_number }) => phone_number === from) ?? numbers.data?.[0];
  const table = useTable(people, agentId);
  const read = people === null ? undefined : table.data;
  const times = readTimes(when);
  const tasks = read && (read.faults.length === 0 || skipBad) ? read.tasks : nobody;
  const tooLarge = useMemo(() => sizeFault(tasks), [tasks]);
  const send = () =>
    making.send(
      {
        from_number: number!.phone_number,
        ...(name.trim() ? { name: name.trim() } : {}),
        ...(times.beginsMs === undefined ? {} : { trigger_timestamp: times.beginsMs }),
        ...(when.reserved > 0 ? { reserved_concurrency: when.reserved } : {}),
        ...(times.window ? { call_time_window: times.window } : {}),
        tasks,
      },
      ({ batch_call_id }) => void navigate(`/batches/${batch_call_id}`),
    );
  return (
    <>
      <PageHead title="New batch" sub="An agent calls everybody in a table." />
      <Stack gap="lg" maw={860}>
        <PeopleSection
          people={people}
          onPeople={(next) => {
            setPeople(next);
            if (next === null) setSkipBad(false);
          }}
          table={read}
          tableError={people && table.error}
          skipBad={skipBad}
          onSkipBad={setSkipBad}
        />
        <Section title="2. Who calls">
          <Problem error={numbers.error} title="The numbers could not be read" />
          {numbers.data?.length === 0 ? (
            <Alert color="orange" title="There is no number to call from" icon={<IconInfoCircle size={18} />}>
              <Anchor component={Link} to="/phone" size="sm">
                Add a number first
              </Anchor>
            </Alert>
          ) : (
            <NativeSelect
              label="From"
              description="Those who are called see this number."
              data={(numbers.data ?? []).map(({ phone_number, nickname }) => ({
                value: phone_number,
                label: nickname ? `${phone_number} (${nickname})` : phone_number,
              }))}
              value={number?.phone_number ?? ''}
              onChange={(event) => setFrom(event.currentTarget.value)}
              data-testid="batch-from"
            />
          )}
          <AgentChoice number={number} agentId={agentId} onChange={setAgentId} />
          <TextInput
            label="Name"
            placeholder="By the time it was made"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data-testid="batch-name"
          />
        </Section>
        <TimesSection value={when} onChange={setWhen} error={times.error} />
        <Problem error={create.error} title="The batch was not made" />
        {tooLarge && (
          <Text size="sm" c="orange" role="status" data-testid="too-large">
            {tooLarge}
          </Text>
        )}
        <Group>
          <Button
            leftSection={<IconPhoneOutgoing size={17} />}
            onClick={send}
            loading={making.isBegun}
            disabled={tasks.length === 0 || tooLarge !== null || !number || times.error !== null || table.isFetching}
            data-testid="make-batch"
          >
            {tasks.length === 0 ? 'Call' : tasks.length === 1 ? 'Call one person' : `Call ${tasks.length} people`}
          </Button>
          <Anchor component={Link} to="/batches" size="sm">
            Not now
          </Anchor>
        </Group>
      </Stack>
    </>
  );
}

interface AgentChoiceProps {
  number: PhoneNumber | undefined;
  agentId: string;
  onChange: (agentId: string) => void;
}

function AgentChoice({ number, agentId, onChange }: AgentChoiceProps) {
  const agents = useAgents().data ?? [];
  const isBound = (number?.outbound_agents?.length ?? 0) > 0;
  return (
    <>
      <NativeSelect
        label="Agent"
        data={[
          { value: '', label: isBound ? 'As the number says' : 'Nobody, but rows may name one' },
          ...agents.map(({ agent }) => ({ value: agent.agent_id, label: agent.agent_name || agent.agent_id })),
        ]}
        value={agentId}
        onChange={(event) => onChange(event.currentTarget.value)}
        data-testid="batch-agent"
      />
      {number && !isBound && agentId === '' && (
        <Text size="sm" c="orange" role="status">
          No agent calls from this number: choose one, or people whose row names none become no call.
        </Text>
      )}
    </>
  );
}

/** What comes of the table; read again when a column means something else. */
function useTable(people: People | null, agentId: string) {
  return useQuery({
    // Objects of their own are never alike, so their columns and a mark of the rows tell them apart.
    queryKey: ['batch-table', people?.columns, people && markOf(people.rows), agentId],
    enabled: people !== null,
    queryFn: () => tasksOf(people!, agentId || undefined),
    retry: false,
    gcTime: 0,
    placeholderData: (before) => before,
  });
}

const marks = new WeakMap<object, number>();
let lastMark = 0;

function markOf(rows: object): number {
  if (!marks.has(rows)) marks.set(rows, ++lastMark);
  return marks.get(rows)!;
}

/** A form is filled in slowly, and its times have no seconds. */
const graceMs = 60 * 60_000;

interface ReadTimes {
  beginsMs?: number;
  window?: CallTimeWindow;
  error: string | null;
}

function readTimes({ begins, times }: BatchTimes): ReadTimes {
  try {
    const beginsMs = begins ? new Date(begins).getTime() : undefined;
    if (beginsMs !== undefined && Number.isNaN(beginsMs)) throw new Error('The beginning is no time.');
    if (beginsMs !== undefined && beginsMs < Date.now() - graceMs)
      throw new Error('The beginning is over. Empty: at once.');
    return { beginsMs, window: times ? windowOf(times) : undefined, error: null };
  } catch (error) {
    return { error: (error as Error).message };
  }
}
