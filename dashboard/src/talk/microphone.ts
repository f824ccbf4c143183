// Asks for the microphone before a call is made, so that a refusal costs nothing and is explained.

import { TalkError } from './talk-error.ts';
import type { TalkProblem } from './talk-state.ts';

/** The page's part of the browser, for tests. */
export interface MicrophoneAccess {
  isSecureContext: boolean;
  mediaDevices: Pick<MediaDevices, 'getUserMedia'> | undefined;
  origin: string;
}

export interface HeldMicrophone {
  release(): void;
}

/** Holds the permission (and the device) until `release`. Throws a TalkError. */
export async function holdMicrophone(access: MicrophoneAccess = browserAccess()): Promise<HeldMicrophone> {
  if (!access.isSecureContext || !access.mediaDevices) throw new TalkError(insecure(access.origin));
  try {
    const stream = await access.mediaDevices.getUserMedia({ audio: true });
    return { release: () => stream.getTracks().forEach((track) => track.stop()) };
  } catch (error) {
    throw new TalkError(explain(error));
  }
}

function browserAccess(): MicrophoneAccess {
  // `mediaDevices` is missing on insecure pages, whatever the types say.
  const mediaDevices: MediaDevices | undefined = navigator.mediaDevices;
  return { isSecureContext: window.isSecureContext, mediaDevices, origin: location.origin };
}

function insecure(origin: string): TalkProblem {
  return {
    title: 'This page may not use a microphone',
    text:
      `Browsers give the microphone only to https pages and to localhost, and this page is ${origin}. ` +
      'Open it as http://localhost on the server itself, or start the server with TLS_CERT and TLS_KEY set to your certificate and key ' +
      '(or behind a proxy that speaks https).',
  };
}

function explain(error: unknown): TalkProblem {
  const name = error instanceof Error ? error.name : '';
  switch (name) {
    case 'NotAllowedError':
      return {
        title: 'The microphone was refused',
        text: 'Allow it for this page (the icon at the left of the address bar), then press Talk again. If nothing asks you, the system itself may block it for this browser.',
      };
    case 'NotFoundError':
      return {
        title: 'No microphone was found',
        text: 'Plug one in or choose one in the system’s sound settings, then press Talk again.',
      };
    case 'NotReadableError':
    case 'AbortError':
      return {
        title: 'The microphone is busy',
        text: 'Another program holds it. Close that one, then press Talk again.',
      };
    default:
      return { title: 'The microphone does not work', text: error instanceof Error ? error.message : String(error) };
  }
}
