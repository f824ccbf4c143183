// The history of calls with its filters; the filters live in the address, so that a view can be sent to someone.

import { Skeleton, Stack, Text } from '@mantine/core';
import { useCalls } from '../api/index.ts';
import { MoreButton } from '../parts/more-button.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Problem } from '../parts/problem.tsx';
import { useAddressParams } from '../parts/use-address-params.ts';
import { filterFrom } from './call-filter.ts';
import { CallFilters } from './call-filters.tsx';
import { CallTable } from './call-table.tsx';

export function CallListPage() {
  const [params, changeParams] = useAddressParams();
  const calls = useCalls(filterFrom(params));
  const rows = calls.data?.pages.flat() ?? [];
  return (
    <>
      <PageHead title="Call history" />
      <Stack gap="md">
        <CallFilters params={params} onChange={changeParams} />
        <Problem error={calls.error} title="The calls could not be read" />
        {calls.isPending && <Skeleton height={220} radius="lg" />}
        {rows.length > 0 && <CallTable calls={rows} />}
        {calls.isSuccess && rows.length === 0 && (
          <Text c="var(--rb-quiet)" py="xl" ta="center" data-testid="no-calls">
            {params.size > 0 ? 'No call fits these filters.' : 'No calls yet. Open an agent and press Talk.'}
          </Text>
        )}
        <MoreButton list={calls} testId="more-calls">
          Older calls
        </MoreButton>
      </Stack>
    </>
  );
}
