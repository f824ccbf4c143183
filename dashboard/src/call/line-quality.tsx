import { Group, SimpleGrid, Text } from '@mantine/core';
import type { CallQuality } from '../api/index.ts';
import { Section } from '../parts/section.tsx';
import { mosWords } from '../phone/health-words.ts';

/** How the line of a phone call sounded, in words and figures. */
export function LineQuality({ quality }: { quality: CallQuality | undefined }) {
  if (!quality) return null;
  const { codec, loss, remote_loss, jitter_ms, round_trip_ms, mos } = quality;
  const facts: [string, string | undefined][] = [
    ['Score (MOS)', `${mos.toFixed(1)} of 4.5`],
    ['Lost on the way here', percentText(loss)],
    ['Lost on the way there', remote_loss === undefined ? undefined : percentText(remote_loss)],
    ['Jitter', `${jitter_ms.toFixed(1)} ms`],
    ['There and back', round_trip_ms === undefined ? undefined : `${Math.round(round_trip_ms)} ms`],
    ['Codec', codec.toUpperCase()],
  ];
  return (
    <Section title="Line">
      <Group data-testid="line-quality">
        <Text>{mosWords(mos)}</Text>
      </Group>
      <SimpleGrid cols={3} spacing="sm">
        {facts.map(
          ([label, value]) =>
            value !== undefined && (
              <div key={label}>
                <Text size="xs" c="var(--rb-quiet)">
                  {label}
                </Text>
                <Text size="sm" className="rb-number">
                  {value}
                </Text>
              </div>
            ),
        )}
      </SimpleGrid>
    </Section>
  );
}

function percentText(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.01 ? 2 : 1)} %`;
}
