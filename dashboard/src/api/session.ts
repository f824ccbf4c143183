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

/** Takes the session away. False when the server did not answer: it is still there. */
export async function signOut(): Promise<boolean> {
  const response = await fetch('/sign-out', { method: 'POST', credentials: 'same-origin' }).catch(() => undefined);
  return response?.ok ?? false;
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
