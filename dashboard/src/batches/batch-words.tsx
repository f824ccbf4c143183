// How a batch is, in a word and a colour, and how far it has come.

import { Badge, Progress, Text } from '@mantine/core';
import type { Batch } from '../api/index.ts';

const states: Record<Batch['status'], { text: string; color: string }> = {
  planned: { text: 'Waits for its time', color: 'gray' },
  ongoing: { text: 'Calling', color: 'red' },
  paused: { text: 'Paused', color: 'orange' },
  sent: { text: 'All were tried', color: 'pine' },
  canceled: { text: 'Cancelled', color: 'gray' },
};

export function BatchBadge({ status }: { status: Batch['status'] }) {
  const { text, color } = states[status];
  return (
    <Badge
      variant={status === 'ongoing' ? 'filled' : 'light'}
      color={color}
      tt="none"
      fw={550}
      miw="max-content"
      data-testid="batch-status"
    >
      {text}
    </Badge>
  );
}

export function BatchProgress({ batch }: { batch: Batch }) {
  const { sent_task_count: sent, total_task_count: total } = batch;
  return (
    <div style={{ minWidth: 130 }}>
      <Text size="sm" className="rb-number">
        {sent} of {total}
      </Text>
      <Progress
        value={(100 * sent) / Math.max(1, total)}
        color="pine"
        size="sm"
        aria-label={`${sent} of ${total} tried`}
      />
    </div>
  );
}
