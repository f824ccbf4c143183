// Who speaks first: the agent with fixed words, the agent in the model's words, or the caller.

import { Box, NumberInput, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import type { RetellLlm } from '../api/index.ts';
import { beginChanges, beginMode } from './begin-mode.ts';
import type { BeginMode } from './begin-mode.ts';

interface BeginMessageProps {
  llm: RetellLlm;
  onChange: (changes: Partial<RetellLlm>) => void;
}

const modes: { value: BeginMode; label: string }[] = [
  { value: 'agent-text', label: 'Agent, these words' },
  { value: 'agent-model', label: 'Agent, model’s words' },
  { value: 'user', label: 'Caller' },
];

export function BeginMessage({ llm, onChange }: BeginMessageProps) {
  const mode = beginMode(llm);
  return (
    <Stack gap="xs">
      <Box>
        <Text size="sm" fw={500} mb={4} id="who-begins">
          Who speaks first
        </Text>
        <SegmentedControl
          aria-labelledby="who-begins"
          fullWidth
          data={modes}
          value={mode}
          onChange={(next) => onChange(beginChanges(next as BeginMode, llm))}
          data-testid="begin-mode"
        />
      </Box>
      {mode === 'agent-text' && (
        <Textarea
          aria-label="First words of the agent"
          description={llm.begin_message === '' ? 'Left empty, the agent waits for the caller.' : undefined}
          autosize
          minRows={1}
          placeholder="Hello, how can I help you?"
          value={llm.begin_message ?? ''}
          onChange={(event) => onChange({ begin_message: event.currentTarget.value })}
          data-testid="begin-message"
        />
      )}
      {mode === 'agent-model' && (
        <Text size="xs" c="var(--rb-quiet)">
          The model makes the greeting from the prompt: a little later than fixed words, different each time.
        </Text>
      )}
      {mode === 'user' && (
        <NumberInput
          label="Speak all the same after"
          description="Silence of the caller after which the agent opens. Empty: it waits."
          suffix=" s"
          min={0.1}
          decimalScale={1}
          value={typeof llm.begin_after_user_silence_ms === 'number' ? llm.begin_after_user_silence_ms / 1000 : ''}
          onChange={(next) =>
            onChange({ begin_after_user_silence_ms: typeof next === 'number' ? Math.round(next * 1000) : null })
          }
          maw={320}
        />
      )}
    </Stack>
  );
}
