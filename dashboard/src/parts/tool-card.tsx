// A tool call with what went in and what came back.

import { Code, Collapse, Group, Loader, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCheck, IconChevronDown, IconTool, IconX } from '@tabler/icons-react';
import classes from './tool-card.module.css';

interface ToolCardProps {
  name: string;
  /** JSON text. */
  args: string;
  result: { successful: boolean; content: string } | null;
  /** Small print, such as a time. */
  note?: string;
  /** Shows a running tool when there is no result; false when the call is over. */
  running?: boolean;
}

export function ToolCard({ name, args, result, note, running = true }: ToolCardProps) {
  const [opened, { toggle }] = useDisclosure();
  return (
    <div className={classes.card} data-testid="tool-card">
      <UnstyledButton onClick={toggle} aria-expanded={opened} w="100%" p={8} px={10}>
        <Group gap={8} wrap="nowrap">
          <IconTool size={15} stroke={1.7} style={{ flexShrink: 0 }} />
          <Text size="sm" ff="monospace" truncate style={{ flex: 1 }}>
            {name}
          </Text>
          {note && (
            <Text size="xs" c="var(--rb-quiet)" className="rb-number">
              {note}
            </Text>
          )}
          <Outcome result={result} running={running} />
          <IconChevronDown size={14} style={{ transform: opened ? 'rotate(180deg)' : undefined }} />
        </Group>
      </UnstyledButton>
      <Collapse expanded={opened}>
        <div className={classes.body}>
          <Text size="xs" c="var(--rb-quiet)">
            Arguments
          </Text>
          <Code block>{pretty(args)}</Code>
          {result && (
            <>
              <Text size="xs" c="var(--rb-quiet)" mt={6}>
                Result
              </Text>
              <Code block>{pretty(result.content)}</Code>
            </>
          )}
        </div>
      </Collapse>
    </div>
  );
}

function Outcome({ result, running }: Pick<ToolCardProps, 'result' | 'running'>) {
  if (!result) return running ? <Loader size={14} aria-label="running" /> : null;
  return result.successful ? (
    <IconCheck size={16} color="var(--rb-agent)" role="img" aria-label="succeeded" />
  ) : (
    <IconX size={16} color="var(--mantine-color-red-6)" role="img" aria-label="failed" />
  );
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
