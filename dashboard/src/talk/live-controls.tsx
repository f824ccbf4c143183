import { Button, Group } from '@mantine/core';
import { IconMicrophone, IconMicrophoneOff, IconPhoneOff } from '@tabler/icons-react';
import type { Talk } from './use-talk.ts';

export function LiveControls({ talk }: { talk: Talk }) {
  const { muted, phase } = talk.state;
  return (
    <Group grow>
      <Button
        variant="default"
        size="md"
        disabled={phase !== 'live'}
        aria-pressed={muted}
        leftSection={muted ? <IconMicrophoneOff size={18} /> : <IconMicrophone size={18} />}
        onClick={() => talk.setMuted(!muted)}
        data-testid="mute-button"
      >
        {muted ? 'Unmute' : 'Mute'}
      </Button>
      <Button
        color="red"
        size="md"
        leftSection={<IconPhoneOff size={18} />}
        onClick={talk.hangUp}
        data-testid="hangup-button"
      >
        Hang up
      </Button>
    </Group>
  );
}
