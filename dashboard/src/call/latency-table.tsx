import { Table, Text } from '@mantine/core';
import type { Latency, LatencyPart } from '../api/index.ts';
import { latencyText } from '../parts/format.ts';
import { Section } from '../parts/section.tsx';

const parts: [LatencyPart, string][] = [
  ['e2e', 'Whole turn'],
  ['asr', 'Transcript'],
  ['llm', 'First token'],
  ['tts', 'First sound'],
  ['knowledge_base', 'Knowledge base'],
  ['llm_websocket_network_rtt', 'Network to your model'],
  ['s2s', 'Speech to speech'],
];

/** Latency of each part of a turn over the call. */
export function LatencyTable({ latency = {} }: { latency?: Partial<Record<LatencyPart, Latency>> }) {
  const rows = parts.filter(([part]) => latency[part]?.num);
  if (rows.length === 0) return null;
  return (
    <Section title="Latency">
      <Table horizontalSpacing={6} verticalSpacing={6} withRowBorders={false} data-testid="latency-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th />
            {['p50', 'p90', 'max', 'turns'].map((name) => (
              <Table.Th key={name} ta="right" fw={500}>
                <Text size="xs" c="var(--rb-quiet)">
                  {name}
                </Text>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([part, label]) => (
            <LatencyRow key={part} label={label} figures={latency[part]!} strong={part === 'e2e'} />
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}

function LatencyRow({ label, figures, strong }: { label: string; figures: Latency; strong: boolean }) {
  const cell = (ms: number | undefined) => (ms === undefined ? '–' : latencyText(ms));
  return (
    <Table.Tr fw={strong ? 620 : undefined}>
      <Table.Td>{label}</Table.Td>
      {[cell(figures.p50), cell(figures.p90), cell(figures.max), String(figures.num ?? '–')].map((text, index) => (
        <Table.Td key={index} ta="right" className="rb-number" style={{ whiteSpace: 'nowrap' }}>
          {text}
        </Table.Td>
      ))}
    </Table.Tr>
  );
}
