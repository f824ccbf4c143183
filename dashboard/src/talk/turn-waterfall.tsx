// Where the time of one answer went: end of speech, transcript, first token, first sound.

import { Group, Text, Tooltip } from '@mantine/core';
import { latencyText } from '../parts/format.ts';
import type { TalkLatency } from './talk-state.ts';
import { turnParts } from './turn-parts.ts';
import classes from './turn-waterfall.module.css';

export function TurnWaterfall({ turn }: { turn: TalkLatency }) {
  const parts = turnParts(turn);
  const spoken = parts.map(({ label, ms }) => `${label} ${latencyText(ms)}`).join(', ');
  return (
    <div
      className={classes.turn}
      data-testid="turn-waterfall"
      role="group"
      aria-label={`Answered in ${latencyText(turn.e2eMs)}: ${spoken}`}
    >
      <Group gap={8} wrap="nowrap">
        <div className={classes.track}>
          {parts.map(({ part, label, ms }) => (
            <Tooltip key={part} label={`${label}: ${latencyText(ms)}`}>
              <div className={classes.part} data-part={part} style={{ flexGrow: Math.max(ms, 1) }} />
            </Tooltip>
          ))}
        </div>
        <Text size="xs" fw={600} className="rb-number" style={{ whiteSpace: 'nowrap' }}>
          {latencyText(turn.e2eMs)}
        </Text>
      </Group>
      <Group gap={8} mt={4} aria-hidden>
        {parts.map(({ part, label, ms }) => (
          <Text key={part} fz={11} c="var(--rb-quiet)" className="rb-number">
            <span className={classes.key} data-part={part} />
            {label} {Math.round(ms)}
          </Text>
        ))}
      </Group>
    </div>
  );
}
