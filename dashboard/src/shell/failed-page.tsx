import { Button, Stack } from '@mantine/core';
import { useRouteError } from 'react-router';
import { PageHead } from '../parts/page-head.tsx';
import { Problem } from '../parts/problem.tsx';

/** Stands where a page could not be loaded (the server stopped or was updated meanwhile) or failed to draw itself. */
export function FailedPage() {
  const error = useRouteError();
  return (
    <>
      <PageHead title="This page could not be shown" />
      <Stack align="flex-start">
        <Problem error={error} />
        <Button onClick={() => location.reload()}>Load it again</Button>
      </Stack>
    </>
  );
}
