// Chooses a voice; tells apart those that this server speaks itself and those for which the nearest one stands in.

import { Alert, Box, Group, Select, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { speaksHere, useHealth, useVoices } from '../api/index.ts';
import type { Voice } from '../api/index.ts';
import { Problem } from '../parts/problem.tsx';
import { VoicePreview } from './voice-preview.tsx';

export function VoicePicker({ value, onChange }: { value: string; onChange: (voiceId: string) => void }) {
  const { data: voices = [], error } = useVoices();
  const { data: health } = useHealth();
  const here = voices.filter((voice) => speaksHere(voice, health));
  const elsewhere = voices.filter((voice) => !speaksHere(voice, health));
  const chosen = voices.find(({ voice_id }) => voice_id === value);
  const groups = [
    { group: 'Speaks on this server', items: here.map(option) },
    { group: 'Needs its vendor’s key', items: elsewhere.map(option) },
    ...(chosen || !value ? [] : [{ group: 'Not in the catalogue', items: [{ value, label: value }] }]),
  ].filter(({ items }) => items.length > 0);
  return (
    <Box>
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <Select
          label="Voice"
          style={{ flex: 1 }}
          data={groups}
          value={value}
          onChange={(next) => next && onChange(next)}
          searchable
          allowDeselect={false}
          nothingFoundMessage="No such voice"
          maxDropdownHeight={320}
          data-testid="voice-picker"
        />
        {chosen?.preview_audio_url && <VoicePreview url={chosen.preview_audio_url} name={chosen.voice_name} />}
      </Group>
      <Problem error={error} title="The voices could not be read" />
      {chosen && !speaksHere(chosen, health) && (
        <Alert
          mt="xs"
          p="xs"
          variant="light"
          color="blue"
          icon={<IconInfoCircle size={18} />}
          data-testid="voice-stands-in"
        >
          <Text size="sm">
            This server has no key for {chosen.provider}. Calls work: the nearest voice that can speak here stands in.
          </Text>
        </Alert>
      )}
    </Box>
  );
}

function option({ voice_id, voice_name, provider, gender, accent }: Voice): { value: string; label: string } {
  const maker = provider === 'platform' ? 'local' : provider;
  return { value: voice_id, label: [voice_name, maker, gender, accent].filter(Boolean).join(' · ') };
}
