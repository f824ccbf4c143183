export {
  accessBySession,
  createSignInLink,
  INVITATION_MS,
  SESSION_MS,
  SIGN_IN_MS,
  signIn,
  signOut,
} from './sign-ins.ts';
export type { SignInDeps } from './sign-ins.ts';
