import { Badge, Button, Group } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useHotkeys } from '@mantine/hooks';

interface SaveBarProps {
  dirty: boolean;
  saving: boolean;
  onSave: () => void;
  onDiscard: () => void;
}

/** Says whether there is anything unsaved, and saves it (also with Ctrl or Cmd + S). */
export function SaveBar({ dirty, saving, onSave, onDiscard }: SaveBarProps) {
  useHotkeys([['mod+S', onSave]], []);
  return (
    <Group gap="xs">
      {dirty && (
        <>
          <Badge color="orange" variant="light" tt="none" data-testid="unsaved" role="status">
            Unsaved changes
          </Badge>
          <Button variant="subtle" color="gray" onClick={onDiscard} disabled={saving}>
            Discard
          </Button>
        </>
      )}
      <Button
        leftSection={<IconDeviceFloppy size={17} />}
        onClick={onSave}
        disabled={!dirty}
        loading={saving}
        data-testid="save-button"
      >
        {dirty ? 'Save' : 'Saved'}
      </Button>
    </Group>
  );
}
