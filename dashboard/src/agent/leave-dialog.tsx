import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { Blocker } from 'react-router';

/** Asks before unsaved changes are left behind by going to another page. */
export function LeaveDialog({ leaving }: { leaving: Blocker }) {
  return (
    <Modal
      opened={leaving.state === 'blocked'}
      onClose={() => leaving.reset?.()}
      title="Leave without saving?"
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack>
        <Text>Your changes to this agent are not saved yet.</Text>
        <Group justify="flex-end">
          <Button color="red" variant="light" onClick={() => leaving.proceed?.()} data-testid="leave-unsaved">
            Leave them
          </Button>
          <Button onClick={() => leaving.reset?.()} data-autofocus>
            Stay
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
