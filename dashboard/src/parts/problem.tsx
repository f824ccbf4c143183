// An error in full, with its status when the API gave one.

import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { ApiError } from '../api/index.ts';

export function Problem({
  error,
  title = 'That did not work',
  onClose,
}: {
  error: unknown;
  title?: string;
  onClose?: () => void;
}) {
  if (!error) return null;
  const status = error instanceof ApiError && error.status > 0 ? ` (${error.status})` : '';
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlertTriangle size={18} />}
      title={title + status}
      withCloseButton={onClose !== undefined}
      onClose={onClose}
      closeButtonLabel="Dismiss"
      role="alert"
      data-testid="problem"
      style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
    >
      {error instanceof Error ? error.message : String(error)}
    </Alert>
  );
}
