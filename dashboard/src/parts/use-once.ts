// For what must not be made twice by a double click: its second click comes before the button has turned, or the next page is there.

import type { UseMutationResult } from '@tanstack/react-query';
import { useRef } from 'react';

/** `send` does nothing more until what it sent has failed. `isBegun`: it is under way, or done. */
export function useOnce<Data, Variables>(mutation: UseMutationResult<Data, Error, Variables>) {
  const begun = useRef(false);
  const send = (variables: Variables, onSuccess: (data: Data) => void): void => {
    if (begun.current) return;
    begun.current = true;
    mutation.mutate(variables, { onSuccess, onError: () => void (begun.current = false) });
  };
  return { send, isBegun: mutation.isPending || mutation.isSuccess };
}
