// Is this browser signed in? False from the first 401 on, until someone tries again.

import { useSyncExternalStore } from 'react';

let signedOut = false;
const listeners = new Set<() => void>();

export function markSignedOut(): void {
  set(true);
}

export function tryAgain(): void {
  set(false);
}

/** Takes the session away; a server that does not answer leaves it. */
export async function signOut(): Promise<void> {
  const response = await fetch('/sign-out', { method: 'POST', credentials: 'same-origin' }).catch(() => undefined);
  if (response?.ok) markSignedOut();
}

export function useSignedOut(): boolean {
  return useSyncExternalStore(subscribe, () => signedOut);
}

function set(value: boolean): void {
  if (signedOut === value) return;
  signedOut = value;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
