// Title of a page with what can be done there; also names the browser's tab.

import { Group, Stack, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import type { ReactNode } from 'react';

interface PageHeadProps {
  title: string;
  /** Small print under the title. */
  sub?: ReactNode;
  children?: ReactNode;
}

export function PageHead({ title, sub, children }: PageHeadProps) {
  useEffect(() => {
    document.title = `${title} · Ringback`;
  }, [title]);
  return (
    <Group justify="space-between" align="flex-start" mb="lg" gap="sm">
      <Stack gap={2} style={{ minWidth: 0 }}>
        <Title order={1} lineClamp={2} style={{ overflowWrap: 'anywhere' }}>
          {title}
        </Title>
        {typeof sub === 'string' ? (
          <Text size="sm" c="var(--rb-quiet)">
            {sub}
          </Text>
        ) : (
          sub
        )}
      </Stack>
      {children && <Group gap="xs">{children}</Group>}
    </Group>
  );
}
