// All batches of calls, the latest first.

import { Anchor, Button, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useBatches } from '../api/index.ts';
import type { Batch } from '../api/index.ts';
import { DocLink } from '../help/doc-link.tsx';
import { momentText } from '../parts/format.ts';
import { MoreButton } from '../parts/more-button.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Problem } from '../parts/problem.tsx';
import { BatchBadge, BatchProgress } from './batch-words.tsx';

export function BatchListPage() {
  const batches = useBatches();
  const rows = batches.data?.pages.flatMap(({ items }) => items ?? []) ?? [];
  return (
    <>
      <PageHead title="Batch calls" sub="An agent calls everybody in a table, each with variables of his own.">
        <Button leftSection={<IconPlus size={17} />} component={Link} to="/batches/new" data-testid="new-batch">
          New batch
        </Button>
      </PageHead>
      <Stack gap="md">
        <Problem error={batches.error} title="The batches could not be read" />
        {batches.isPending && <Skeleton height={220} radius="lg" />}
        {rows.length > 0 && <BatchTable batches={rows} />}
        {batches.isSuccess && rows.length === 0 && <NoBatches />}
        <MoreButton list={batches} testId="more-batches">
          Older batches
        </MoreButton>
      </Stack>
    </>
  );
}

function NoBatches() {
  return (
    <Stack className="rb-card" p="xl" gap="xs" data-testid="no-batches">
      <Title order={2}>Call many people</Title>
      <Text c="var(--rb-quiet)" maw={640}>
        Drop a table with a phone number in each row. Its other columns become variables that the agent knows. Calls
        begin as lines become free, at the hours that you choose. <DocLink path={'docs/batches.md'}>More</DocLink>
      </Text>
    </Stack>
  );
}

function BatchTable({ batches }: { batches: Batch[] }) {
  return (
    <Table.ScrollContainer type="native" minWidth={720} className="rb-card">
      <Table verticalSpacing="sm" horizontalSpacing="md" data-testid="batch-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th>Tried</Table.Th>
            <Table.Th ta="right">Answered</Table.Th>
            <Table.Th ta="right">Successful</Table.Th>
            <Table.Th ta="right">No call</Table.Th>
            <Table.Th>Begins</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {batches.map((batch) => (
            <Table.Tr key={batch.batch_call_id} data-testid="batch-row">
              <Table.Td>
                <Anchor component={Link} to={`/batches/${batch.batch_call_id}`} fw={600} fz="inherit" c="inherit">
                  {batch.name}
                </Anchor>
                <Text size="xs" c="var(--rb-quiet)" className="rb-number">
                  {batch.from_number}
                </Text>
              </Table.Td>
              <Table.Td>
                <BatchBadge status={batch.status} />
              </Table.Td>
              <Table.Td>
                <BatchProgress batch={batch} />
              </Table.Td>
              <Table.Td ta="right" className="rb-number">
                {batch.picked_up_count}
              </Table.Td>
              <Table.Td ta="right" className="rb-number">
                {batch.successful_count}
              </Table.Td>
              <Table.Td ta="right" className="rb-number">
                {batch.failed_task_count}
              </Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>{momentText(batch.scheduled_timestamp)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
