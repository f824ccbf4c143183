// Light, dark, or as the system has it: one button that goes round.

import { ActionIcon, Tooltip, useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';

const schemes = {
  auto: { label: 'Theme: as the system', icon: IconDeviceDesktop, next: 'light' },
  light: { label: 'Theme: light', icon: IconSun, next: 'dark' },
  dark: { label: 'Theme: dark', icon: IconMoon, next: 'auto' },
} as const;

export function ThemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { label, icon: Icon, next } = schemes[colorScheme];
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={`${label}. Switch to ${next === 'auto' ? 'the system’s' : next}`}
        data-testid="theme-toggle"
        onClick={() => setColorScheme(next)}
      >
        <Icon size={19} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}
