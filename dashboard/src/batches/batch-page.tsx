// One batch: how far it is, steering it, its calls, and whom it could not call.

import { Anchor, Button, Group, Skeleton, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { isGoingOn, useBatch, useCalls, useSteerBatch } from '../api/index.ts';
import type { BatchDetail, Call } from '../api/index.ts';
import { CallEndCells } from '../parts/call-end-cells.tsx';
import { CopyId } from '../parts/copy-id.tsx';
import { momentText } from '../parts/format.ts';
import { MoreButton } from '../parts/more-button.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';
import { UnreadablePage } from '../parts/unreadable-page.tsx';
import { BatchBadge } from './batch-words.tsx';
import { windowWords } from './call-times.ts';

const all = { to: '/batches', label: 'Batch calls' };

export function BatchPage() {
  const { batchId = '' } = useParams();
  const { data: batch, error, isPending } = useBatch(batchId);
  if (batch) return <BatchView key={batchId} batch={batch} />;
  if (isPending) return <Skeleton height={320} radius="lg" />;
  return <UnreadablePage title="Batch of calls" error={error} what="The batch" back={all} />;
}

function BatchView({ batch }: { batch: BatchDetail }) {
  return (
    <>
      <PageHead title={batch.name} sub={<CopyId id={batch.batch_call_id} />}>
        <Steering batch={batch} />
      </PageHead>
      <Stack gap="lg">
        <Counts batch={batch} />
        <Calls batch={batch} />
        {batch.failures.length > 0 && <Failures batch={batch} />}
        <Anchor component={Link} to={all.to} size="sm">
          {all.label}
        </Anchor>
      </Stack>
    </>
  );
}

function Steering({ batch: { batch_call_id, status } }: { batch: BatchDetail }) {
  const [asked, setAsked] = useState(false);
  const steer = useSteerBatch(batch_call_id);
  const isOver = status === 'sent' || status === 'canceled';
  return (
    <Stack gap="xs" align="flex-end">
      <Problem error={steer.error} title="That was not done" />
      {!isOver && (
        <Group gap="xs">
          {status === 'paused' ? (
            <Button
              leftSection={<IconPlayerPlay size={16} />}
              onClick={() => steer.mutate('resume')}
              loading={steer.isPending}
              data-testid="resume-batch"
            >
              Resume
            </Button>
          ) : (
            <Button
              variant="default"
              leftSection={<IconPlayerPause size={16} />}
              onClick={() => steer.mutate('pause')}
              loading={steer.isPending}
              data-testid="pause-batch"
            >
              Pause
            </Button>
          )}
          {asked ? (
            <>
              <Button variant="default" onClick={() => setAsked(false)}>
                Keep it
              </Button>
              <Button
                color="red"
                loading={steer.isPending}
                onClick={() => steer.mutate('cancel')}
                data-testid="confirm-cancel-batch"
              >
                Cancel for good
              </Button>
            </>
          ) : (
            <Button variant="default" onClick={() => setAsked(true)} data-testid="cancel-batch">
              Cancel
            </Button>
          )}
        </Group>
      )}
    </Stack>
  );
}

function Counts({ batch }: { batch: BatchDetail }) {
  const { total_task_count: total, sent_task_count: sent, failed_task_count: failed, status } = batch;
  const figures: [string, number][] = [
    ['People', total],
    [status === 'canceled' ? 'Not called' : 'Waiting', total - sent],
    ['Tried', sent],
    ['Answered', batch.picked_up_count],
    ['Successful', batch.successful_count],
    ['Became no call', failed],
  ];
  const facts = [
    `From ${batch.from_number}`,
    `${batch.scheduled_timestamp > Date.now() ? 'begins' : 'began'} ${momentText(batch.scheduled_timestamp)}`,
    batch.call_time_window ? windowWords(batch.call_time_window) : 'at any hour',
    ...(batch.reserved_concurrency > 0 ? [`leaves ${batch.reserved_concurrency} lines free`] : []),
  ];
  return (
    <Section title="How far it is">
      <Group gap="xs">
        <BatchBadge status={batch.status} />
        <Text size="sm" c="var(--rb-quiet)" data-testid="batch-facts">
          {facts.join(' · ')}
        </Text>
      </Group>
      <SimpleGrid cols={{ base: 2, xs: 3, md: 6 }} spacing="md" data-testid="batch-counts">
        {figures.map(([label, value]) => (
          <div key={label}>
            <Text size="xl" fw={600} className="rb-number">
              {value}
            </Text>
            <Text size="sm" c="var(--rb-quiet)">
              {label}
            </Text>
          </div>
        ))}
      </SimpleGrid>
    </Section>
  );
}

function Calls({ batch }: { batch: BatchDetail }) {
  const calls = useCalls({ batch_call_id: [batch.batch_call_id] }, isGoingOn(batch));
  const rows = calls.data?.pages.flat() ?? [];
  return (
    <Section title="Calls">
      <Problem error={calls.error} title="The calls could not be read" />
      {calls.isPending && <Skeleton height={120} radius="lg" />}
      {calls.isSuccess && rows.length === 0 && <Text c="var(--rb-quiet)">Nobody was called yet.</Text>}
      {rows.length > 0 && <CallRows calls={rows} />}
      <MoreButton list={calls}>More calls</MoreButton>
    </Section>
  );
}

function CallRows({ calls }: { calls: Call[] }) {
  return (
    <Table.ScrollContainer type="native" minWidth={620}>
      <Table verticalSpacing="xs" data-testid="batch-calls">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Number</Table.Th>
            <Table.Th>Status</Table.Th>
            <Table.Th>End reason</Table.Th>
            <Table.Th ta="right">Length</Table.Th>
            <Table.Th>Successful</Table.Th>
            <Table.Th>Time</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {calls.map((call) => (
            <Table.Tr key={call.call_id} data-testid="batch-call">
              <Table.Td>
                <Anchor component={Link} to={`/calls/${call.call_id}`} fz="inherit" className="rb-number">
                  {'to_number' in call ? call.to_number : call.call_id}
                </Anchor>
              </Table.Td>
              <CallEndCells call={call} />
              <Table.Td>{yesNo(call.call_analysis?.call_successful)}</Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>
                {call.start_timestamp ? momentText(call.start_timestamp) : '–'}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function yesNo(value: boolean | null | undefined): string {
  return value === true ? 'Yes' : value === false ? 'No' : '–';
}

function Failures({ batch: { failures, failed_task_count } }: { batch: BatchDetail }) {
  return (
    <Section title="Who could not be called">
      <Table.ScrollContainer type="native" minWidth={420}>
        <Table verticalSpacing="xs" data-testid="batch-failures">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Task</Table.Th>
              <Table.Th>Number</Table.Th>
              <Table.Th>Why</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {failures.map(({ task_number, to_number, reason }) => (
              <Table.Tr key={task_number}>
                <Table.Td className="rb-number">{task_number + 1}</Table.Td>
                <Table.Td className="rb-number">{to_number}</Table.Td>
                <Table.Td>{reason}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {failed_task_count > failures.length && (
        <Text size="sm" c="var(--rb-quiet)">
          And {failed_task_count - failures.length} more.
        </Text>
      )}
    </Section>
  );
}
