// The frame of every page: navigation on the left, header, and what the server hears, thinks and speaks with.

import { AppShell, Burger, Group, NavLink, ScrollArea, Skeleton, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBook, IconHistory, IconPhone, IconPhoneOutgoing, IconRobot } from '@tabler/icons-react';
import { Suspense, useEffect } from 'react';
import { Link, Outlet, useLocation } from 'react-router';
import { Logo } from './logo.tsx';
import { SignOutButton } from './sign-out-button.tsx';
import { StatusStrip } from './status-strip.tsx';
import { ThemeToggle } from './theme-toggle.tsx';

/** Sections as the whole dashboard will have them; a page joins when it works. */
const sections = [
  { title: 'Build', pages: [{ to: '/agents', label: 'Agents', icon: IconRobot }] },
  {
    title: 'Deploy',
    pages: [
      { to: '/phone', label: 'Phone', icon: IconPhone },
      { to: '/batches', label: 'Batch calls', icon: IconPhoneOutgoing },
    ],
  },
  { title: 'Data', pages: [{ to: '/calls', label: 'Call history', icon: IconHistory }] },
  { title: 'Help', pages: [{ to: '/help', label: 'Documents', icon: IconBook }] },
];

export function Shell() {
  const [opened, { toggle, close }] = useDisclosure();
  const { pathname } = useLocation();
  useEffect(close, [pathname, close]);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Navigation" />
            <Logo />
          </Group>
          <Group gap={4} wrap="nowrap">
            <ThemeToggle />
            <SignOutButton />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label="Main">
        <AppShell.Section grow component={ScrollArea}>
          {sections.map(({ title, pages }) => (
            <nav key={title} aria-label={title}>
              <Text size="xs" c="dimmed" fw={600} px="sm" pt="sm" pb={4}>
                {title}
              </Text>
              {pages.map(({ to, label, icon: Icon }) => (
                <NavLink
                  key={to}
                  component={Link}
                  to={to}
                  label={label}
                  leftSection={<Icon size={18} stroke={1.6} />}
                  active={pathname.startsWith(to)}
                  aria-current={pathname.startsWith(to) ? 'page' : undefined}
                  style={{ borderRadius: 8 }}
                />
              ))}
            </nav>
          ))}
        </AppShell.Section>
        <AppShell.Section>
          <StatusStrip />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main>
        <Suspense fallback={<Skeleton height={320} radius="lg" />}>
          <Outlet />
        </Suspense>
      </AppShell.Main>
    </AppShell>
  );
}
