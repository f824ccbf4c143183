import type { ReactNode } from 'react';
import { useSignedOut } from '../api/index.ts';
import { SignInPage } from './sign-in-page.tsx';

/** The way to sign in stands over the pages, not in their place: work that is unsaved when a session runs out is there afterwards. */
export function SignInGate({ children }: { children: ReactNode }) {
  const signedOut = useSignedOut();
  return (
    <>
      <div inert={signedOut}>{children}</div>
      {signedOut && <SignInPage />}
    </>
  );
}
