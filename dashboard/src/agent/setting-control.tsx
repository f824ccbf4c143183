// The control of one setting; says when a setting is stored but nothing acts on it yet.

import { Badge, Box, Group, NativeSelect, NumberInput, Slider, Switch, TagsInput, Text, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Setting } from './settings.ts';
import { isWithoutEffect } from './without-effect.ts';

interface SettingControlProps {
  setting: Setting;
  value: unknown;
  onChange: (value: unknown) => void;
}

export function SettingControl({ setting, value, onChange }: SettingControlProps) {
  const { field, help } = setting;
  const label = <SettingLabel setting={setting} />;
  switch (setting.kind) {
    case 'slider':
      return (
        <SliderSetting setting={setting} label={label} value={numberOr(value, setting.initial)} onChange={onChange} />
      );
    case 'time': {
      const factor = setting.unit === 's' ? 1000 : 60_000;
      return (
        <NumberInput
          label={label}
          description={help}
          suffix={` ${setting.unit}`}
          min={setting.minMs / factor}
          max={setting.maxMs === undefined ? undefined : setting.maxMs / factor}
          value={numberOr(value, setting.initialMs) / factor}
          onChange={(next) => typeof next === 'number' && onChange(Math.round(next * factor))}
          decimalScale={2}
          clampBehavior="blur"
          data-testid={`setting-${field}`}
        />
      );
    }
    case 'count':
      return (
        <NumberInput
          label={label}
          description={help}
          min={setting.min}
          max={setting.max}
          allowDecimal={false}
          value={numberOr(value, setting.initial)}
          onChange={(next) => typeof next === 'number' && onChange(next)}
          data-testid={`setting-${field}`}
        />
      );
    case 'choice':
      return (
        <NativeSelect
          label={label}
          description={help}
          data={setting.options}
          value={typeof value === 'string' ? value : setting.initial}
          onChange={(event) => onChange(event.currentTarget.value || null)}
          data-testid={`setting-${field}`}
        />
      );
    case 'switch':
      return (
        <Switch
          label={label}
          description={help}
          checked={typeof value === 'boolean' ? value : setting.initial}
          onChange={(event) => onChange(event.currentTarget.checked)}
          data-testid={`setting-${field}`}
        />
      );
    case 'words':
      return (
        <TagsInput
          label={label}
          description={help}
          placeholder={Array.isArray(value) && value.length > 0 ? undefined : setting.placeholder}
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={onChange}
          splitChars={[',']}
          data-testid={`setting-${field}`}
        />
      );
  }
}

interface SliderSettingProps {
  setting: Extract<Setting, { kind: 'slider' }>;
  label: ReactNode;
  value: number;
  onChange: (value: number) => void;
}

function SliderSetting({
  setting: { field, label: name, help, min, max, step, low, high },
  label,
  value,
  onChange,
}: SliderSettingProps) {
  return (
    <Box>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={500} component="div">
          {label}
        </Text>
        <Text size="sm" className="rb-number">
          {value.toFixed(2)}
        </Text>
      </Group>
      <Text size="xs" c="var(--rb-quiet)" mb={6}>
        {help}
      </Text>
      <Slider
        label={null}
        min={min}
        max={max}
        step={step}
        value={value}
        onChange={(next) => onChange(Number(next.toFixed(2)))}
        thumbLabel={name}
        data-testid={`setting-${field}`}
      />
      <Group justify="space-between">
        <Text size="xs" c="var(--rb-quiet)">
          {low}
        </Text>
        <Text size="xs" c="var(--rb-quiet)">
          {high}
        </Text>
      </Group>
    </Box>
  );
}

function SettingLabel({ setting: { field, label } }: { setting: Setting }) {
  if (!isWithoutEffect(field)) return <>{label}</>;
  return (
    <Group gap={6} display="inline-flex">
      {label}
      <Tooltip label="Stored and returned by the API; calls do not act on it yet." multiline maw={260}>
        <Badge size="xs" variant="light" color="gray" tt="none" data-testid={`no-effect-${field}`}>
          no effect yet
        </Badge>
      </Tooltip>
    </Group>
  );
}

function numberOr(value: unknown, initial: number): number {
  return typeof value === 'number' ? value : initial;
}
