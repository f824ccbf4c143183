// One utterance, on the side of who said it.

import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './bubble.module.css';

interface BubbleProps {
  role: 'agent' | 'user' | 'transfer_target';
  text: ReactNode;
  /** Words that may still change. */
  interim?: boolean;
  /** Small print above, such as a time. */
  note?: string;
}

const names = { agent: 'Agent', user: 'You', transfer_target: 'Transfer' };

export function Bubble({ role, text, interim = false, note }: BubbleProps) {
  return (
    <div
      className={classes.bubble}
      data-role={role}
      data-interim={interim}
      data-testid={interim ? 'interim' : `utterance-${role}`}
    >
      <Text size="xs" c="var(--rb-quiet)" fw={600} mb={1} className="rb-number">
        {names[role]}
        {note && ` · ${note}`}
      </Text>
      <div className={classes.text}>{text}</div>
    </div>
  );
}
