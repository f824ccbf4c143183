// Who is speaking, and how loud each side is.

import { Group, Stack, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import classes from './live-meters.module.css';
import type { Talk } from './use-talk.ts';

export function LiveMeters({ talk }: { talk: Talk }) {
  const { agentTalking, userTalking, muted } = talk.state;
  return (
    <Stack gap={8}>
      <Meter who="agent" label="Agent" note={agentTalking ? 'speaking' : ''} talk={talk} active={agentTalking} />
      <Meter
        who="user"
        label="You"
        note={muted ? 'muted' : userTalking ? 'speaking' : ''}
        talk={talk}
        active={userTalking}
      />
    </Stack>
  );
}

interface MeterProps {
  who: 'agent' | 'user';
  label: string;
  note: string;
  active: boolean;
  talk: Talk;
}

function Meter({ who, label, note, active, talk }: MeterProps) {
  const bar = useRef<HTMLDivElement>(null);
  const level = useRef(talk.level);
  level.current = talk.level;
  useEffect(() => {
    let shown = 0;
    let frame = requestAnimationFrame(function draw() {
      const now = meterValue(level.current(who));
      shown = Math.max(now, shown * 0.86);
      const element = bar.current;
      if (element) {
        element.style.transform = `scaleX(${shown.toFixed(3)})`;
        element.parentElement?.setAttribute('aria-valuenow', String(Math.round(shown * 100)));
      }
      frame = requestAnimationFrame(draw);
    });
    return () => cancelAnimationFrame(frame);
  }, [who]);
  return (
    <Group gap="sm" wrap="nowrap">
      <Text size="sm" fw={active ? 650 : 450} w={48} data-testid={`${who}-talking`} data-on={active}>
        {label}
      </Text>
      <div
        className={classes.track}
        role="meter"
        aria-label={`Level: ${label}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={0}
        data-testid={`${who}-level`}
      >
        <div ref={bar} className={classes.bar} data-who={who} />
      </div>
      <Text size="xs" c="var(--rb-quiet)" w={56} ta="right">
        {note}
      </Text>
    </Group>
  );
}

/** Decibels from -60 to -6 spread over 0..1, as meters do. */
function meterValue(rms: number): number {
  if (rms < 0.001) return 0;
  return Math.min(1, Math.max(0, (20 * Math.log10(rms) + 60) / 54));
}
