import { Anchor, Code, Group, Loader, ScrollArea, Text } from '@mantine/core';
import { ownFileUrl, useCallLog } from '../api/index.ts';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';

/** The public log: what happened when, line by line. */
export function CallLog({ url }: { url: string | undefined }) {
  const log = useCallLog(url);
  if (!url) return null;
  return (
    <Section title="Log">
      {log.isPending && <Loader size="sm" />}
      <Problem error={log.error} title="The log could not be read" />
      {log.data !== undefined && (
        <ScrollArea.Autosize mah={360} tabIndex={0}>
          <Code block bg="transparent" p={0} fz="xs" data-testid="call-log">
            {log.data || 'The log is empty.'}
          </Code>
        </ScrollArea.Autosize>
      )}
      <Group gap="md">
        <Anchor href={ownFileUrl(url)} target="_blank" rel="noreferrer" size="sm">
          Open as text
        </Anchor>
        <Text size="xs" c="var(--rb-quiet)">
          Facts and times only, never what was said.
        </Text>
      </Group>
    </Section>
  );
}
