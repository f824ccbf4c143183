// When a batch begins, at which hours it calls, and how many lines it leaves to others.

import { Button, Chip, Group, NumberInput, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { DayOfWeek } from '../api/index.ts';
import { RemoveButton } from '../parts/remove-button.tsx';
import { Section } from '../parts/section.tsx';
import { days, usualTimes, type CallTimes } from './call-times.ts';

export interface BatchTimes {
  /** As a `datetime-local` field has it; empty: at once. */
  begins: string;
  /** Null: at any hour. */
  times: CallTimes | null;
  reserved: number;
}

const ownTimezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
/** Some browsers leave UTC out. */
const timezones = [...new Set([ownTimezone, ...Intl.supportedValuesOf('timeZone'), 'UTC'])];

interface TimesProps {
  value: BatchTimes;
  onChange: (value: BatchTimes) => void;
  error: string | null;
}

export function TimesSection({ value, onChange, error }: TimesProps) {
  const { begins, times, reserved } = value;
  const set = (fields: Partial<BatchTimes>) => onChange({ ...value, ...fields });
  return (
    <Section title="3. When">
      <TextInput
        type="datetime-local"
        label="Begins"
        description={`Empty: at once. In your time zone, ${ownTimezone}.`}
        value={begins}
        onChange={(event) => set({ begins: event.currentTarget.value })}
        maw={300}
        data-testid="begins"
      />
      <SegmentedControl
        data={[
          { value: 'any', label: 'At any hour' },
          { value: 'some', label: 'At these hours' },
        ]}
        value={times === null ? 'any' : 'some'}
        onChange={(chosen) => set({ times: chosen === 'any' ? null : usualTimes(ownTimezone) })}
        style={{ alignSelf: 'flex-start' }}
        aria-label="Hours of calling"
        data-testid="hours"
      />
      {times && <Hours times={times} onChange={(next) => set({ times: next })} />}
      {error && (
        <Text size="sm" c="orange" role="status" data-testid="times-error">
          {error}
        </Text>
      )}
      <NumberInput
        label="Lines left free"
        description="For calls that come in, and for other work."
        min={0}
        allowDecimal={false}
        value={reserved}
        onChange={(count) => set({ reserved: Number(count) || 0 })}
        maw={300}
        data-testid="reserved"
      />
    </Section>
  );
}

function Hours({ times, onChange }: { times: CallTimes; onChange: (times: CallTimes) => void }) {
  const { windows } = times;
  const change = (index: number, fields: Partial<CallTimes['windows'][number]>) =>
    onChange({ ...times, windows: windows.map((one, i) => (i === index ? { ...one, ...fields } : one)) });
  return (
    <Stack gap="sm">
      {windows.map(({ start, end }, index) => (
        <Group key={index} gap="xs" wrap="nowrap">
          <TextInput
            type="time"
            aria-label="From"
            value={start}
            onChange={(event) => change(index, { start: event.currentTarget.value })}
            data-testid={`start-${index}`}
          />
          <Text size="sm">to</Text>
          <TextInput
            type="time"
            aria-label="To"
            value={end}
            onChange={(event) => change(index, { end: event.currentTarget.value })}
            data-testid={`end-${index}`}
          />
          {windows.length > 1 && (
            <RemoveButton
              label="Remove these hours"
              onClick={() => onChange({ ...times, windows: windows.filter((_, i) => i !== index) })}
            />
          )}
        </Group>
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPlus size={14} />}
        style={{ alignSelf: 'flex-start' }}
        onClick={() => onChange({ ...times, windows: [...windows, { start: '18:00', end: '20:00' }] })}
      >
        More hours
      </Button>
      <Chip.Group
        multiple
        value={times.days}
        onChange={(chosen) => onChange({ ...times, days: chosen as DayOfWeek[] })}
      >
        <Group gap={6} role="group" aria-label="Days">
          {days.map((day) => (
            <Chip key={day} value={day} size="sm" variant="light" aria-label={day}>
              {day.slice(0, 3)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {times.days.length === 0 && (
        <Text size="xs" c="var(--rb-quiet)">
          No day chosen: every day.
        </Text>
      )}
      <Select
        label="Time zone"
        data={timezones}
        value={times.timezone}
        onChange={(timezone) => timezone && onChange({ ...times, timezone })}
        searchable
        maw={300}
        data-testid="timezone"
      />
    </Stack>
  );
}
