// What the agent is told, how it opens, and which model thinks.

import { Alert, Autocomplete, Box, Group, SimpleGrid, Slider, Text, Textarea } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import type { RetellLlm } from '../api/index.ts';
import { useHealth } from '../api/index.ts';
import { Section } from '../parts/section.tsx';
import { BeginMessage } from './begin-message.tsx';
import { modelNames } from './model-names.ts';

interface PromptSectionProps {
  llm: RetellLlm;
  onChange: (changes: Partial<RetellLlm>) => void;
}

export function PromptSection({ llm, onChange }: PromptSectionProps) {
  const { data: health } = useHealth();
  const thinking = health?.providers?.find(({ role }) => role === 'thinking');
  const isScripted = thinking?.provider === 'scripted';
  return (
    <Section title="Prompt">
      {isScripted && (
        <Alert p="xs" variant="light" color="blue" icon={<IconInfoCircle size={18} />} data-testid="no-mind">
          <Text size="sm">
            There is no language model yet: a scripted guide answers, and it does not read this prompt.{' '}
            {thinking.change}
          </Text>
        </Alert>
      )}
      <Textarea
        label="What the agent is told"
        description="Who it is, what it does, what it never does. {{name}} is filled in from the call’s dynamic variables."
        autosize
        minRows={10}
        maxRows={26}
        value={llm.general_prompt ?? ''}
        onChange={(event) => onChange({ general_prompt: event.currentTarget.value })}
        styles={{
          input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.85rem', lineHeight: 1.55 },
        }}
        data-testid="prompt"
      />
      <BeginMessage llm={llm} onChange={onChange} />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="lg">
        <Autocomplete
          label="Model"
          description={
            thinking
              ? `Any name. Without a key for it, ${isScripted ? 'the guide' : thinking.name} answers.`
              : 'Any name.'
          }
          placeholder="Server’s default"
          data={modelNames}
          value={llm.model ?? ''}
          onChange={(model) => onChange({ model: model || null })}
          data-testid="model"
        />
        <Box>
          <Group justify="space-between">
            <Text size="sm" fw={500}>
              Temperature
            </Text>
            <Text size="sm" className="rb-number">
              {(llm.model_temperature ?? 0).toFixed(2)}
            </Text>
          </Group>
          <Text size="xs" c="var(--rb-quiet)" mb={10}>
            0 keeps to the likely words, 1 varies them.
          </Text>
          <Slider
            label={null}
            min={0}
            max={1}
            step={0.05}
            thumbLabel="Temperature"
            value={llm.model_temperature ?? 0}
            onChange={(value) => onChange({ model_temperature: Number(value.toFixed(2)) })}
          />
        </Box>
      </SimpleGrid>
    </Section>
  );
}
