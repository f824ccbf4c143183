import { Group, Text } from '@mantine/core';
import type { CallQuality } from '../api/index.ts';
import { FactGrid } from '../parts/fact-grid.tsx';
import { Section } from '../parts/section.tsx';
import { lineWords } from './line-words.ts';

export function LineQuality({ quality }: { quality: CallQuality | undefined }) {
  if (!quality) return null;
  const { verdict, facts } = lineWords(quality);
  return (
    <Section title="Line">
      <Group data-testid="line-quality">
        <Text>{verdict}</Text>
      </Group>
      {facts.length > 0 && <FactGrid facts={facts} cols={3} />}
    </Section>
  );
}
