import { Anchor, Stack } from '@mantine/core';
import { Link } from 'react-router';
import { PageHead } from './page-head.tsx';
import { Problem } from './problem.tsx';

interface UnreadablePageProps {
  title: string;
  error: unknown;
  /** What could not be read: `The call`. */
  what: string;
  /** Where all of its kind are. */
  back: { to: string; label: string };
}

/** In place of the page of one thing that is not there, or could not be fetched. */
export function UnreadablePage({ title, error, what, back }: UnreadablePageProps) {
  return (
    <>
      <PageHead title={title} />
      <Stack align="flex-start">
        <Problem error={error} title={`${what} could not be read`} />
        <Anchor component={Link} to={back.to}>
          {back.label}
        </Anchor>
      </Stack>
    </>
  );
}
