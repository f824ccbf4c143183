import { Button, Stack, Text } from '@mantine/core';
import { IconMicrophone } from '@tabler/icons-react';

interface TalkButtonProps {
  onClick: () => void;
  again: boolean;
  unsaved: boolean;
}

export function TalkButton({ onClick, again, unsaved }: TalkButtonProps) {
  const word = again ? 'Talk again' : 'Talk';
  return (
    <Stack gap={6} align="stretch">
      <Button size="lg" leftSection={<IconMicrophone size={20} />} onClick={onClick} data-testid="talk-button">
        {unsaved ? `Save and ${word.toLowerCase()}` : word}
      </Button>
      {!again && (
        <Text size="xs" c="var(--rb-quiet)" ta="center">
          Uses your microphone. Headphones sound best; interrupt whenever you like.
        </Text>
      )}
    </Stack>
  );
}
