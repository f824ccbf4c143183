// One message of a call's ladder as text, without what is secret in it: proofs of credentials and keys of media.

import type { SipWatcher } from './sip-call.ts';
import { serialise } from './serialise.ts';

const SECRET_HEADERS = /^((?:Proxy-)?Authorization|(?:Proxy-|WWW-)Authenticate|Authentication-Info|Identity):.*$/gim;
const SECRET_LINES = /^(a=crypto:\s*\S+\s+\S+)\s.*$/gim;
const SECRET_KEYS = /^(k=\w+|a=key-mgmt):.*$/gim;

/** `2026-11-22T21:49:00.123Z > udp 192.0.2.1:5060`, then the message; `>`: sent, `<`: came. */
export function ladderText({ sent, peer, message, atMs }: Parameters<SipWatcher>[0]): string {
  const host = peer.address.includes(':') ? `[${peer.address}]` : peer.address;
  const head = `${new Date(atMs).toISOString()} ${sent ? '>' : '<'} ${peer.transport} ${host}:${peer.port}`;
  return `${head}\n${withoutSecrets(serialise(message).toString('utf8')).replace(/\r\n/g, '\n').trimEnd()}\n`;
}

function withoutSecrets(text: string): string {
  return text
    .replace(SECRET_HEADERS, '$1: (left out)')
    .replace(SECRET_LINES, '$1 (left out)')
    .replace(SECRET_KEYS, '$1:(left out)');
}
