import { ActionIcon, Tooltip } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { signOut } from '../api/index.ts';

export function SignOutButton() {
  return (
    <Tooltip label="Sign out">
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label="Sign out"
        onClick={() => void signOut()}
        data-testid="sign-out"
      >
        <IconLogout size={19} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}
