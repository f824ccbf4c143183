import { Button, Center } from '@mantine/core';
import type { ReactNode } from 'react';

interface MoreButtonProps {
  /** Pages of a list; nothing is shown when there are no more. */
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };
  children: ReactNode;
  testId?: string;
}

/** Below a list: fetches its next page. */
export function MoreButton({ list, children, testId }: MoreButtonProps) {
  if (!list.hasNextPage) return null;
  return (
    <Center>
      <Button
        variant="default"
        loading={list.isFetchingNextPage}
        onClick={() => void list.fetchNextPage()}
        data-testid={testId}
      >
        {children}
      </Button>
    </Center>
  );
}
