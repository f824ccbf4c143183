import { Anchor, Group, Text } from '@mantine/core';
import { Link } from 'react-router';

export function Logo() {
  return (
    <Anchor component={Link} to="/agents" underline="never" c="inherit" aria-label="Ringback, to the agents">
      <Group gap={10} wrap="nowrap">
        <img src="/ringback.svg" alt="" width={26} height={26} />
        <Text fw={680} size="lg" lts="-0.01em">
          Ringback
        </Text>
      </Group>
    </Anchor>
  );
}
