// Publishes the draft: that version stays as it is, and a new draft begins.

import { Badge, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { usePublishAgent } from '../api/index.ts';
import type { AgentWithEngine } from '../api/index.ts';
import { Problem } from '../parts/problem.tsx';

interface PublishButtonProps {
  stored: AgentWithEngine;
  dirty: boolean;
  /** Saves first what is unsaved; false when that failed. */
  save: () => Promise<boolean>;
}

export function PublishButton({ stored: { agent, versions }, dirty, save }: PublishButtonProps) {
  const [opened, { open, close }] = useDisclosure();
  const publish = usePublishAgent(agent.agent_id);
  const published = versions.filter(({ is_published }) => is_published).map(({ version }) => version);
  const confirm = async () => {
    if (!(await save())) return close();
    publish.mutate(undefined, {
      onSuccess: () => {
        close();
        notifications.show({
          message: `Version ${agent.version} is published. Version ${agent.version + 1} is the new draft.`,
        });
      },
    });
  };
  return (
    <Group gap="xs">
      <Badge variant="default" size="lg" tt="none" fw={500} data-testid="version">
        Draft v{agent.version}
        {published.length > 0 && ` · v${Math.max(...published)} published`}
      </Badge>
      <Button variant="default" onClick={open} data-testid="publish-button">
        Publish
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={`Publish version ${agent.version}?`}
        centered
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Stack>
          <Text>
            A published version never changes again. Work goes on in a new draft, version {agent.version + 1}. Calls
            that name no version use the latest draft.
          </Text>
          {dirty && <Text size="sm">Your unsaved changes are saved first and belong to the published version.</Text>}
          <Problem error={publish.error} title="It was not published" />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Not now
            </Button>
            <Button
              onClick={() => void confirm()}
              loading={publish.isPending}
              data-autofocus
              data-testid="confirm-publish"
            >
              Publish
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Group>
  );
}
