import { ActionIcon, Tooltip } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { ownFileUrl } from '../api/index.ts';

/** Plays a sample of a voice. */
export function VoicePreview({ url, name }: { url: string; name: string }) {
  const audio = useRef<HTMLAudioElement | null>(null);
  const [playing, setPlaying] = useState(false);
  const stop = () => {
    audio.current?.pause();
    audio.current = null;
    setPlaying(false);
  };
  useEffect(() => () => audio.current?.pause(), [url]);
  const play = () => {
    const element = new Audio(ownFileUrl(url));
    audio.current = element;
    element.onended = element.onerror = () => setPlaying(false);
    setPlaying(true);
    element.play().catch(() => setPlaying(false));
  };
  const label = playing ? `Stop the sample of ${name}` : `Hear ${name}`;
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size={36} aria-label={label} onClick={playing ? stop : play}>
        {playing ? <IconPlayerStop size={17} /> : <IconPlayerPlay size={17} />}
      </ActionIcon>
    </Tooltip>
  );
}
