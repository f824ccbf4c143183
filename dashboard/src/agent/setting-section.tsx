import { SimpleGrid } from '@mantine/core';
import type { ReactNode } from 'react';
import { Section } from '../parts/section.tsx';
import { SettingControl } from './setting-control.tsx';
import type { SettingGroup } from './settings.ts';

interface SettingSectionProps {
  group: SettingGroup;
  values: Record<string, unknown>;
  onChange: (field: string, value: unknown) => void;
  children?: ReactNode;
}

/** A group of settings in two columns; `children` stand above them. */
export function SettingSection({ group, values, onChange, children }: SettingSectionProps) {
  return (
    <Section title={group.title}>
      {children}
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="lg" verticalSpacing="lg">
        {group.settings.map((setting) => (
          <SettingControl
            key={setting.field}
            setting={setting}
            value={values[setting.field]}
            onChange={(value) => onChange(setting.field, value)}
          />
        ))}
      </SimpleGrid>
    </Section>
  );
}
