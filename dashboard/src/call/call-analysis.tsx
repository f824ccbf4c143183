import { Badge, Group, Loader, Stack, Text } from '@mantine/core';
import { analysisPending, useHealth } from '../api/index.ts';
import type { Call } from '../api/index.ts';
import { plainWords } from '../parts/format.ts';
import { Section } from '../parts/section.tsx';

/** What the model made of the call; says when it is still at work and when there will be none. */
export function CallAnalysisSection({ call }: { call: Call }) {
  const analysis = call.call_analysis;
  if (!analysis)
    return call.call_status === 'ended' ? <NoAnalysis pending={analysisPending(call, Date.now())} /> : null;
  return (
    <Section title="Analysis">
      <Stack gap="xs" data-testid="analysis">
        <Group gap="xs">
          {analysis.call_successful !== undefined && (
            <Badge variant="light" color={analysis.call_successful ? 'pine' : 'orange'} tt="none">
              {analysis.call_successful ? 'Successful' : 'Not successful'}
            </Badge>
          )}
          {analysis.user_sentiment && (
            <Badge variant="default" tt="none">
              Mood: {analysis.user_sentiment.toLowerCase()}
            </Badge>
          )}
          {analysis.in_voicemail && (
            <Badge variant="default" tt="none">
              Voicemail
            </Badge>
          )}
        </Group>
        {analysis.call_summary && <Text size="sm">{analysis.call_summary}</Text>}
        {Object.entries(analysis.custom_analysis_data ?? {}).map(([name, value]) => (
          <Text key={name} size="sm">
            <b>{plainWords(name)}:</b> {typeof value === 'object' ? JSON.stringify(value) : String(value)}
          </Text>
        ))}
        {Object.keys(analysis).length === 0 && (
          <Text size="sm" c="var(--rb-quiet)">
            No model was there to read this call.
          </Text>
        )}
      </Stack>
    </Section>
  );
}

/** Where only the scripted guide thinks, nothing will come; nor after a while elsewhere. */
function NoAnalysis({ pending }: { pending: boolean }) {
  const { data: health } = useHealth();
  const thinking = health?.providers?.find(({ role }) => role === 'thinking');
  return (
    <Section title="Analysis">
      {thinking?.provider === 'scripted' ? (
        <Text size="sm" c="var(--rb-quiet)" data-testid="no-analysis">
          Without a language model calls are not analysed. {thinking.change}
        </Text>
      ) : !pending ? (
        <Text size="sm" c="var(--rb-quiet)" data-testid="no-analysis">
          There is no analysis of this call: too little was said, or the language model did not answer.
        </Text>
      ) : (
        <Group gap="xs" role="status">
          <Loader size="xs" />
          <Text size="sm" c="var(--rb-quiet)">
            The model reads the call …
          </Text>
        </Group>
      )}
    </Section>
  );
}
