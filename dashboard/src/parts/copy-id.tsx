import { CopyButton, Group, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';

/** An id that a click copies. */
export function CopyId({ id }: { id: string }) {
  return (
    <CopyButton value={id}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : 'Copy'}>
          <UnstyledButton onClick={copy} aria-label={`Copy ${id}`}>
            <Group gap={6} wrap="nowrap">
              <Text size="xs" ff="monospace" c="var(--rb-quiet)" truncate>
                {id}
              </Text>
              {copied ? <IconCheck size={13} /> : <IconCopy size={13} opacity={0.6} />}
            </Group>
          </UnstyledButton>
        </Tooltip>
      )}
    </CopyButton>
  );
}
