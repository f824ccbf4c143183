import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDeleteAgent } from '../api/index.ts';
import type { Agent } from '../api/index.ts';
import { Problem } from '../parts/problem.tsx';

export function DeleteAgentDialog({ agent, onClose }: { agent: Agent | null; onClose: () => void }) {
  const remove = useDeleteAgent();
  const close = () => {
    remove.reset();
    onClose();
  };
  return (
    <Modal
      opened={agent !== null}
      onClose={close}
      title="Delete this agent?"
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack>
        <Text lineClamp={5} style={{ overflowWrap: 'anywhere' }}>
          <b>{agent?.agent_name || 'The agent'}</b> goes with all its versions and its prompt. Calls that it had stay in
          the history.
        </Text>
        <Problem error={remove.error} title="It was not deleted" />
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            Keep it
          </Button>
          <Button
            color="red"
            loading={remove.isPending}
            onClick={() => agent && remove.mutate(agent, { onSuccess: close })}
            data-testid="confirm-delete"
          >
            Delete
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
