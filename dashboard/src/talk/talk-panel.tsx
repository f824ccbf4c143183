// The heart of the dashboard: talk to this agent, see what it hears, does and says.

import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconArrowRight, IconInfoCircle } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { LiveControls } from './live-controls.tsx';
import { LiveMeters } from './live-meters.tsx';
import { StateBadge } from './state-badge.tsx';
import { TalkButton } from './talk-button.tsx';
import { isBusy } from './talk-state.ts';
import { Timeline } from './timeline.tsx';
import { useTalk } from './use-talk.ts';

interface TalkPanelProps {
  agentId: string;
  /** Called before a call: saves what is not saved yet. Resolves to false when there must be no call. */
  beforeTalk: () => Promise<boolean>;
  /** Are there unsaved changes? The button says so. */
  unsaved: boolean;
}

export function TalkPanel({ agentId, beforeTalk, unsaved }: TalkPanelProps) {
  const talk = useTalk(agentId);
  const { state } = talk;
  const start = async () => {
    if (await beforeTalk()) await talk.start();
  };
  const panel = useRef<HTMLDivElement>(null);
  const busy = isBusy(state);
  useEffect(() => {
    // The button that was pressed is gone: whoever works by keyboard goes on from the panel.
    if (document.activeElement === document.body && state.phase !== 'idle') panel.current?.focus();
  }, [busy, state.phase]);
  const quiet = state.phase === 'idle' && state.timeline.length === 0;
  return (
    <Stack
      ref={panel}
      tabIndex={-1}
      style={{ outline: 'none' }}
      component="section"
      className="rb-card"
      p="md"
      gap="md"
      aria-label="Talk to the agent"
      data-testid="talk-panel"
    >
      <Group justify="space-between" wrap="nowrap">
        <Title order={2}>Talk</Title>
        <StateBadge state={state} />
      </Group>
      {state.problem && (
        <Alert
          color={state.phase === 'failed' ? 'red' : 'orange'}
          icon={<IconAlertTriangle size={18} />}
          title={state.problem.title}
          role="alert"
          data-testid="talk-problem"
        >
          {state.problem.text}
        </Alert>
      )}
      {busy && <LiveMeters talk={talk} />}
      {state.substitutions.map(({ role, wanted, used, why }, index) => (
        <Alert
          key={index}
          color="blue"
          variant="light"
          icon={<IconInfoCircle size={18} />}
          data-testid="substitution"
          p="xs"
        >
          <Text size="sm">
            {role === 'speaking' ? 'Speaking' : role === 'thinking' ? 'Thinking' : 'Hearing'} with <b>{used}</b> instead
            of <b>{wanted}</b>: {why}
          </Text>
        </Alert>
      ))}
      {!quiet && state.phase !== 'failed' && <Timeline state={state} />}
      {busy ? (
        <LiveControls talk={talk} />
      ) : (
        <TalkButton
          onClick={() => void start()}
          again={state.phase === 'ended' || state.phase === 'failed'}
          unsaved={unsaved}
        />
      )}
      {state.phase === 'ended' && state.callId && (
        <Button
          component={Link}
          to={`/calls/${state.callId}`}
          variant="light"
          rightSection={<IconArrowRight size={16} />}
          data-testid="open-call"
        >
          Recording, transcript and figures of this call
        </Button>
      )}
    </Stack>
  );
}
