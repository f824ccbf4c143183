// What was said, with interim words in grey, tool calls and the figures of each turn; follows its own end unless the person scrolled up.

import { ScrollArea, Stack, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Bubble } from '../parts/bubble.tsx';
import { ToolCard } from '../parts/tool-card.tsx';
import type { TalkState, TimelineItem } from './talk-state.ts';
import { TurnWaterfall } from './turn-waterfall.tsx';

/** Pixels from the end that still count as being there. */
const nearEndPx = 60;

export function Timeline({ state }: { state: TalkState }) {
  const viewport = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    const element = viewport.current;
    if (element && atEnd.current) element.scrollTop = element.scrollHeight;
  }, [state.timeline, state.partial]);
  const onScroll = () => {
    const element = viewport.current;
    if (element) atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPx;
  };
  return (
    <ScrollArea.Autosize
      mah="min(44vh, 560px)"
      viewportRef={viewport}
      onScrollPositionChange={onScroll}
      offsetScrollbars="present"
    >
      <Stack gap={8} data-testid="transcript" role="log" aria-label="Transcript" mih={120}>
        {state.timeline.length === 0 && state.partial === '' && (
          <Text size="sm" c="var(--rb-quiet)">
            {state.phase === 'live' ? 'Listening …' : 'One moment …'}
          </Text>
        )}
        {state.timeline.map((item, index) => (
          <Item key={index} item={item} />
        ))}
        {state.partial !== '' && <Bubble role="user" interim text={state.partial} />}
      </Stack>
    </ScrollArea.Autosize>
  );
}

function Item({ item }: { item: TimelineItem }) {
  switch (item.is) {
    case 'utterance':
      return <Bubble role={item.role} text={item.content} />;
    case 'tool':
      return <ToolCard name={item.name} args={item.arguments} result={item.result} />;
    case 'latency':
      return <TurnWaterfall turn={item} />;
  }
}
