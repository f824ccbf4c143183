import { Badge } from '@mantine/core';
import type { CallStatus } from '../api/index.ts';
import { plainWords } from './format.ts';

const colors: Record<CallStatus, string> = {
  registered: 'gray',
  ongoing: 'red',
  ended: 'pine',
  not_connected: 'orange',
  error: 'red',
};

export function CallStatusBadge({ status }: { status: CallStatus }) {
  return (
    <Badge
      variant={status === 'ongoing' ? 'filled' : 'light'}
      color={colors[status]}
      tt="none"
      fw={550}
      miw="max-content"
      data-testid="call-status"
    >
      {plainWords(status)}
    </Badge>
  );
}
