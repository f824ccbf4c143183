// What was said, tool calls and transitions woven in; follows the recording, and a click on a word plays from there.

import { Stack, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { TranscriptItem, Word } from '../api/index.ts';
import { Bubble } from '../parts/bubble.tsx';
import { clockTime } from '../parts/format.ts';
import { ToolCard } from '../parts/tool-card.tsx';
import classes from './call-transcript.module.css';
import type { Playhead } from './playhead.ts';
import { usePlayheadValue } from './playhead.ts';
import { wordAt } from './word-at.ts';

interface CallTranscriptProps {
  items: TranscriptItem[];
  over: boolean;
  playhead: Playhead;
  onSeek?: (seconds: number) => void;
}

export function CallTranscript({ items, over, playhead, onSeek }: CallTranscriptProps) {
  if (items.length === 0)
    return <Text c="var(--rb-quiet)">{over ? 'Nothing was said.' : 'Nothing was said yet.'}</Text>;
  return (
    <Stack gap={8} data-testid="transcript" role="log" aria-label="Transcript">
      {items.map((item, index) => (
        <Item key={index} item={item} items={items} over={over} playhead={playhead} onSeek={onSeek} />
      ))}
    </Stack>
  );
}

function Item({ item, items, over, playhead, onSeek }: CallTranscriptProps & { item: TranscriptItem }) {
  switch (item.role) {
    case 'agent':
    case 'user':
    case 'transfer_target':
      return <SpokenWords utterance={item} playhead={playhead} onSeek={onSeek} />;
    case 'tool_call_invocation': {
      const result = items.find(
        (other) => other.role === 'tool_call_result' && other.tool_call_id === item.tool_call_id,
      );
      return (
        <ToolCard
          name={item.name}
          args={item.arguments}
          note={at(item.time_sec)}
          running={!over}
          result={
            result?.role === 'tool_call_result'
              ? { successful: result.successful ?? true, content: result.content }
              : null
          }
        />
      );
    }
    case 'tool_call_result':
      return null;
    case 'node_transition':
      return <Note text={`To ${item.new_node_name ?? 'the next node'}`} time={at(item.time_sec)} />;
    case 'state_transition':
      return <Note text={`To ${item.new_state_name ?? 'the next state'}`} time={at(item.time_sec)} />;
    case 'injected':
      return <Note text={`Told from outside: ${item.content}`} time={at(item.time_sec)} />;
    case 'sms':
      return <Note text={`Text message: ${item.content}`} time={at(item.time_sec)} />;
    case 'dtmf':
      return <Note text={`Key ${item.digit}`} />;
    default:
      item satisfies never;
      return null;
  }
}

function at(seconds: number | undefined): string | undefined {
  return seconds === undefined ? undefined : clockTime(seconds * 1000);
}

function Note({ text, time }: { text: string; time?: string }) {
  return (
    <Text size="xs" c="var(--rb-quiet)" ta="center" className="rb-number">
      {text}
      {time && ` · ${time}`}
    </Text>
  );
}

interface SpokenWordsProps {
  utterance: Extract<TranscriptItem, { content: string; words: unknown }>;
  playhead: Playhead;
  onSeek?: (seconds: number) => void;
}

function SpokenWords({ utterance, playhead, onSeek }: SpokenWordsProps) {
  const { role, content } = utterance;
  const words = utterance.words.filter(isTimed);
  const current = usePlayheadValue(playhead, (seconds) => wordAt(words, seconds));
  const box = useRef<HTMLSpanElement>(null);
  const inside = current >= 0;
  useEffect(() => {
    if (inside) box.current?.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
  }, [inside]);
  const first = words[0];
  if (!first || !onSeek) return <Bubble userName="Caller" role={role} text={content} note={at(first?.start)} />;
  const text = (
    <span ref={box}>
      {words.map(({ word, start }, index) => (
        <span
          key={index}
          className={classes.word}
          data-current={index === current}
          data-testid={index === current ? 'current-word' : undefined}
          onClick={() => onSeek(start)}
        >
          {word}
          {/\s$/.test(word) || index === words.length - 1 ? '' : ' '}
        </span>
      ))}
      <button type="button" className={classes.from} onClick={() => onSeek(first.start)}>
        Play from {at(first.start)}
      </button>
    </span>
  );
  return <Bubble userName="Caller" role={role} text={text} note={at(first.start)} />;
}

function isTimed(word: Partial<Word>): word is Word {
  return word.word !== undefined && word.start !== undefined && word.end !== undefined;
}
