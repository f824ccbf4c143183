// The recording: caller and agent as two waveforms, one under the other.

import { ActionIcon, Anchor, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { RefObject } from 'react';
import WaveSurfer from 'wavesurfer.js';
import { ownFileUrl } from '../api/index.ts';
import { clockTime } from '../parts/format.ts';
import classes from './player.module.css';
import type { Playhead } from './playhead.ts';
import { usePlayheadValue } from './playhead.ts';

export interface PlayerHandle {
  /** Plays from here. */
  seek(seconds: number): void;
}

interface PlayerProps {
  url: string;
  multiChannel: boolean;
  durationMs: number | undefined;
  playhead: Playhead;
  handle: RefObject<PlayerHandle | null>;
}

const rates = ['1', '1.5', '2'];

/** Drawing decodes the whole recording in memory (20 MB a minute); longer ones play without waves. */
const longestDrawnMs = 10 * 60_000;

export function Player({ url, multiChannel, durationMs = 0, playhead, handle }: PlayerProps) {
  const box = useRef<HTMLDivElement>(null);
  const wave = useRef<WaveSurfer | null>(null);
  const [playing, setPlaying] = useState(false);
  const [durationSec, setDurationSec] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [rate, setRate] = useState('1');
  const source = ownFileUrl(url);
  const isDrawn = durationMs <= longestDrawnMs;

  useEffect(() => {
    const flat = isDrawn ? {} : { peaks: [[0], [0]], duration: durationMs / 1000 };
    const player = WaveSurfer.create({ container: box.current!, url: source, ...look(multiChannel), ...flat });
    wave.current = player;
    player.on('ready', setDurationSec);
    player.on('play', () => setPlaying(true));
    player.on('pause', () => setPlaying(false));
    player.on('timeupdate', (seconds) => playhead.set(seconds));
    player.on('error', (error) => setProblem(error.message));
    return () => {
      wave.current = null;
      player.destroy();
    };
  }, [source, multiChannel, playhead, isDrawn, durationMs]);

  useImperativeHandle(handle, () => ({
    seek(seconds) {
      wave.current?.setTime(seconds);
      wave.current?.play().catch((error: unknown) => setProblem(String(error)));
    },
  }));

  return (
    <Stack
      component="section"
      className="rb-card"
      p="md"
      gap="sm"
      aria-label="Recording"
      data-testid="player"
      data-ready={durationSec !== null}
    >
      <Group wrap="nowrap" gap="md">
        <ActionIcon
          size={44}
          radius="xl"
          aria-label={playing ? 'Pause' : 'Play'}
          disabled={durationSec === null}
          onClick={() => void wave.current?.playPause()}
          data-testid="play-button"
        >
          {playing ? <IconPlayerPause size={20} /> : <IconPlayerPlay size={20} />}
        </ActionIcon>
        <div className={classes.waves}>
          {multiChannel && (
            <div className={classes.names} aria-hidden>
              <span>Caller</span>
              <span>Agent</span>
            </div>
          )}
          <div ref={box} className={classes.wave} />
        </div>
      </Group>
      {problem && (
        <Text size="sm" c="red" role="alert">
          The recording could not be read: {problem}
        </Text>
      )}
      {!isDrawn && (
        <Text size="xs" c="var(--rb-quiet)">
          Too long to be drawn; it plays all the same.
        </Text>
      )}
      <Group justify="space-between">
        <Text size="sm" className="rb-number" c="var(--rb-quiet)">
          <Position playhead={playhead} /> / {durationSec === null ? '–' : clockTime(durationSec * 1000)}
        </Text>
        <Group gap="md">
          <SegmentedControl
            size="xs"
            aria-label="Speed"
            data={rates.map((value) => ({ value, label: `${value}×` }))}
            value={rate}
            onChange={(value) => {
              setRate(value);
              wave.current?.setPlaybackRate(Number(value), true);
            }}
          />
          <Anchor href={source} download size="sm">
            Download
          </Anchor>
        </Group>
      </Group>
    </Stack>
  );
}

function Position({ playhead }: { playhead: Playhead }) {
  return <>{usePlayheadValue(playhead, (seconds) => clockTime(seconds * 1000))}</>;
}

function look(multiChannel: boolean): Partial<ConstructorParameters<typeof WaveSurfer>[0]> {
  const style = getComputedStyle(document.documentElement);
  const user = style.getPropertyValue('--rb-user').trim();
  const agent = style.getPropertyValue('--rb-agent').trim();
  const channel = (color: string) => ({ waveColor: `${color}66`, progressColor: color, height: 44 });
  return {
    height: multiChannel ? 44 : 64,
    waveColor: `${agent}66`,
    progressColor: agent,
    cursorColor: style.getPropertyValue('--rb-quiet').trim(),
    barWidth: 2,
    barGap: 1,
    barRadius: 2,
    normalize: true,
    dragToSeek: true,
    splitChannels: multiChannel ? [channel(user), channel(agent)] : undefined,
  };
}
