// Where the time of one answer went: end of speech, transcript, first token, first sound.

import { Group, Text, Tooltip } from '@mantine/core';
import { latencyText } from '../parts/format.ts';
import type { TalkLatency } from './talk-state.ts';
import { turnParts } from './turn-parts.ts';
import type { TurnPart } from './turn-parts.ts';
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
          {parts.map((part) => (
            <Tooltip key={part.part} label={`${part.label}: ${latencyText(part.ms)}`}>
              <div className={classes.part} data-part={part.part} style={placeOf(part, turn.e2eMs)} />
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

/** In percent of the whole turn; what lies before or after it is cut off. */
function placeOf({ startMs, ms }: TurnPart, wholeMs: number): { left: string; width: string } {
  const percent = (atMs: number) => Math.min(100, Math.max(0, (100 * atMs) / Math.max(wholeMs, 1)));
  const left = percent(startMs);
  return { left: `${left}%`, width: `${percent(startMs + ms) - left}%` };
}
