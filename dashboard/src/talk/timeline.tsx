// What was said, with interim words in grey, tool calls and the figures of each turn; follows its own end unless the person scrolled up.

import { ScrollArea, Stack, Text } from '@mantine/core';
import { useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { Bubble } from '../parts/bubble.tsx';
import { ToolCard } from '../parts/tool-card.tsx';
import type { TalkState, TimelineItem } from './talk-state.ts';
import { TurnWaterfall } from './turn-waterfall.tsx';

export function Timeline({ state }: { state: TalkState }) {
  const viewport = useRef<HTMLDivElement>(null);
  useFollowedEnd(viewport, [state.timeline, state.partial]);
  return (
    <ScrollArea.Autosize mah="min(44vh, 560px)" viewportRef={viewport} offsetScrollbars="present">
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

/** Pixels from the end that still count as being there. */
const nearEndPx = 60;

/**
 * Keeps the end in sight when the content changed. Only the person's own scrolling up stops that, until they scroll back to the end: content
 * that shrinks and grows moves the position as well.
 */
function useFollowedEnd(viewport: RefObject<HTMLDivElement | null>, content: unknown[]): void {
  const follows = useRef(true);
  useLayoutEffect(() => {
    const element = viewport.current;
    if (!element) return;
    let topPx = element.scrollTop;
    let heightPx = element.scrollHeight;
    const onScroll = () => {
      const { scrollTop, scrollHeight, clientHeight } = element;
      if (scrollHeight - scrollTop - clientHeight < nearEndPx) follows.current = true;
      else if (scrollHeight === heightPx && scrollTop < topPx) follows.current = false;
      topPx = scrollTop;
      heightPx = scrollHeight;
    };
    const toEnd = () => {
      if (follows.current) element.scrollTop = element.scrollHeight;
    };
    element.addEventListener('scroll', onScroll);
    const sizes = new ResizeObserver(toEnd);
    sizes.observe(element);
    return () => {
      element.removeEventListener('scroll', onScroll);
      sizes.disconnect();
    };
  }, [viewport]);
  useLayoutEffect(() => {
    const element = viewport.current;
    if (element && follows.current) element.scrollTop = element.scrollHeight;
  }, content);
}
