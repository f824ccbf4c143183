import { ActionIcon, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconLogout } from '@tabler/icons-react';
import { signOut } from '../api/index.ts';

export function SignOutButton() {
  const leave = async () => {
    // Loading anew forgets all that was shown.
    if (await signOut()) location.reload();
    else notifications.show({ color: 'red', message: 'Still signed in: the server does not answer.' });
  };
  return (
    <Tooltip label="Sign out">
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label="Sign out"
        onClick={() => void leave()}
        data-testid="sign-out"
      >
        <IconLogout size={19} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}
