// State and length of the call.

import { Badge, Group, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { clockTime } from '../parts/format.ts';
import type { TalkPhase, TalkState } from './talk-state.ts';

const phases: Record<TalkPhase, { label: string; color: string }> = {
  idle: { label: 'Ready', color: 'gray' },
  microphone: { label: 'Waiting for the microphone', color: 'orange' },
  connecting: { label: 'Connecting', color: 'orange' },
  live: { label: 'Live', color: 'red' },
  ended: { label: 'Ended', color: 'gray' },
  failed: { label: 'Not started', color: 'red' },
};

const reconnecting = { label: 'Reconnecting', color: 'orange' };

export function StateBadge({ state }: { state: TalkState }) {
  const nowMs = useSeconds(state.phase === 'live');
  const { label, color } = state.reconnecting ? reconnecting : phases[state.phase];
  return (
    <Group gap="xs" wrap="nowrap" role="status" aria-live="polite">
      {state.startedAtMs !== null && (
        <Text size="sm" className="rb-number" aria-hidden data-testid="call-timer">
          {clockTime((state.endedAtMs ?? nowMs) - state.startedAtMs)}
        </Text>
      )}
      <Badge
        color={color}
        variant={state.phase === 'live' ? 'filled' : 'light'}
        tt="none"
        data-testid="call-state"
        data-phase={state.phase}
      >
        {label}
      </Badge>
    </Group>
  );
}

/** The wall clock, renewed each second while `on`. */
function useSeconds(on: boolean): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    if (!on) return;
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [on]);
  return nowMs;
}
