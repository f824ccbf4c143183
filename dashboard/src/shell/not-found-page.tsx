import { Anchor, Text } from '@mantine/core';
import { Link } from 'react-router';
import { PageHead } from '../parts/page-head.tsx';

export function NotFoundPage() {
  return (
    <>
      <PageHead title="There is no such page" />
      <Text>
        Try the{' '}
        <Anchor component={Link} to="/agents">
          agents
        </Anchor>{' '}
        or the{' '}
        <Anchor component={Link} to="/calls">
          calls
        </Anchor>
        .
      </Text>
    </>
  );
}
