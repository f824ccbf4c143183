export { accessBySession, createSignInLink, SESSION_MS, SIGN_IN_MS, signIn, signOut } from './sign-ins.ts';
export type { SignInDeps } from './sign-ins.ts';
