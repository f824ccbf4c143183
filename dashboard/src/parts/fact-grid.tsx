import { SimpleGrid, Text } from '@mantine/core';

interface FactGridProps {
  facts: readonly (readonly [label: string, value: string])[];
  cols: number;
  testId?: string;
}

/** Facts in small print, each under what it is called. */
export function FactGrid({ facts, cols, testId }: FactGridProps) {
  return (
    <SimpleGrid cols={cols} spacing="sm" verticalSpacing="xs" data-testid={testId}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <Text size="xs" c="var(--rb-quiet)">
            {label}
          </Text>
          <Text size="sm" className="rb-number">
            {value}
          </Text>
        </div>
      ))}
    </SimpleGrid>
  );
}
