// One call: what was said beside its sound, where the time went, how it ended, what it came to.

import { Alert, Anchor, Button, Grid, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useRef } from 'react';
import { Link, useParams } from 'react-router';
import { useCall } from '../api/index.ts';
import type { Call } from '../api/index.ts';
import { CallStatusBadge } from '../parts/call-status-badge.tsx';
import { CopyId } from '../parts/copy-id.tsx';
import { momentText } from '../parts/format.ts';
import { PageHead } from '../parts/page-head.tsx';
import { Section } from '../parts/section.tsx';
import { UnreadablePage } from '../parts/unreadable-page.tsx';
import { CallAnalysisSection } from './call-analysis.tsx';
import { CallFacts } from './call-facts.tsx';
import { CallLog } from './call-log.tsx';
import { CallTranscript } from './call-transcript.tsx';
import { LineQuality } from './line-quality.tsx';
import { LatencyTable } from './latency-table.tsx';
import { Player } from './player.tsx';
import type { PlayerHandle } from './player.tsx';
import { usePlayhead } from './playhead.ts';
import { SipLadder } from './sip-ladder.tsx';

export function CallPage() {
  const { callId = '' } = useParams();
  const call = useCall(callId);
  if (call.data) return <CallView call={call.data} />;
  if (call.isPending) return <Skeleton height={320} radius="lg" />;
  return <UnreadablePage title="Call" error={call.error} what="The call" back={{ to: '/calls', label: 'All calls' }} />;
}

function CallView({ call }: { call: Call }) {
  const player = useRef<PlayerHandle>(null);
  const playhead = usePlayhead();
  const recording = call.recording_multi_channel_url ?? call.recording_url;
  const items = call.transcript_with_tool_calls ?? call.transcript_object ?? [];
  return (
    <>
      <PageHead title={call.agent_name || 'Call'} sub={<CopyId id={call.call_id} />}>
        <CallStatusBadge status={call.call_status} />
        {call.start_timestamp && <Text size="sm">{momentText(call.start_timestamp)}</Text>}
        <Button component={Link} to={`/agents/${call.agent_id}`} variant="default">
          Open the agent
        </Button>
      </PageHead>
      <Stack gap="lg">
        {call.call_status === 'error' && (
          <Alert
            color="red"
            variant="light"
            icon={<IconAlertTriangle size={18} />}
            title="This call ended with an error"
          >
            {call.disconnection_reason}; the log below says more.
          </Alert>
        )}
        {recording && (
          <Player
            key={recording}
            url={recording}
            multiChannel={Boolean(call.recording_multi_channel_url)}
            durationMs={call.duration_ms}
            playhead={playhead}
            handle={player}
          />
        )}
        <Grid gap="lg">
          <Grid.Col span={{ base: 12, lg: 7 }}>
            <Section title="Transcript">
              <CallTranscript
                items={items}
                over={call.call_status !== 'ongoing'}
                playhead={playhead}
                onSeek={recording ? (seconds) => player.current?.seek(seconds) : undefined}
              />
            </Section>
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 5 }}>
            <Stack gap="lg">
              <CallFacts call={call} />
              {call.call_type === 'phone_call' && <LineQuality quality={call.call_quality} />}
              <LatencyTable latency={call.latency} />
              <CallAnalysisSection call={call} />
            </Stack>
          </Grid.Col>
        </Grid>
        {call.call_type === 'phone_call' && <SipLadder url={call.sip_ladder_url} pcapUrl={call.pcap_url} />}
        <CallLog url={call.public_log_url} />
        <Group>
          <Anchor component={Link} to="/calls" size="sm">
            All calls
          </Anchor>
        </Group>
      </Stack>
    </>
  );
}
