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
  /** What the caller is called: the person who talks reads `You`. */
  userName?: string;
}

export function Bubble({ role, text, interim = false, note, userName = 'You' }: BubbleProps) {
  return (
    <div
      className={classes.bubble}
      data-role={role}
      data-interim={interim}
      aria-hidden={interim}
      data-testid={interim ? 'interim' : `utterance-${role}`}
    >
      <Text size="xs" c="var(--rb-quiet)" fw={600} mb={1} className="rb-number">
        {role === 'agent' ? 'Agent' : role === 'user' ? userName : 'Transfer'}
        {note && ` · ${note}`}
      </Text>
      <div className={classes.text}>{text}</div>
    </div>
  );
}
