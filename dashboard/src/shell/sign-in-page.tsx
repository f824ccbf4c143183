// What a browser without a session sees.

import { Button, Center, Code, Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { tryAgain } from '../api/index.ts';

export function SignInPage() {
  const queries = useQueryClient();
  const retry = () => {
    tryAgain();
    void queries.resetQueries({ predicate: ({ state }) => state.status === 'error' && state.data === undefined });
    void queries.invalidateQueries();
  };
  return (
    <Center className="rb-over-all" p="md">
      <Stack className="rb-card" p="xl" maw={460} data-testid="sign-in-page">
        <img src="/ringback.svg" alt="" width={40} height={40} />
        <Title order={1}>Sign in to Ringback</Title>
        <Text>
          Open the sign-in link that <Code>npm start</Code> printed in its terminal. It works once, and this browser
          stays signed in.
        </Text>
        <Text>
          Used it already? Make another one where the server runs: <Code>npx ringback sign-in</Code>
        </Text>
        <Button onClick={retry} variant="default">
          I am signed in now
        </Button>
      </Stack>
    </Center>
  );
}
