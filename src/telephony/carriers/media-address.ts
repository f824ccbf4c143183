// Addresses of media streams. Those that we hand to a carrier for one call are good for one socket; those that people put into their own
// TwiML name an agent and stay. Both are signed; Twilio passes no query on, so all of it stands in the path.

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export interface OneTimeAddresses<Owner> {
  /** The last part of a path, good until it is taken or given up. */
  issue(owner: Owner): string;
  /** Whose it is, once; null when it is not ours, was used, or was given up. */
  take(token: string): Owner | null;
  giveUp(token: string): void;
}

const idBytes = 16;
const signatureBytes = 20;

/** `key`: 32 bytes for this purpose alone. */
export function createOneTimeAddresses<Owner>(key: Buffer): OneTimeAddresses<Owner> {
  const open = new Map<string, Owner>();
  return {
    issue(owner) {
      const id = randomBytes(idBytes).toString('hex');
      const token = id + sign(key, id);
      open.set(token, owner);
      return token;
    },
    take(token) {
      const id = token.slice(0, idBytes * 2);
      if (!isSame(token.slice(idBytes * 2), sign(key, id))) return null;
      const owner = open.get(token) ?? null;
      open.delete(token);
      return owner;
    },
    giveUp: (token) => void open.delete(token),
  };
}

export interface AgentAddresses {
  /** The path of an agent's stream, for as long as the server's secret key is the same. */
  pathOf(workspaceId: string, agentId: string): string;
  /** Whose agent it is; null for a path that we did not make. */
  workspaceOf(agentId: string, proof: string): string | null;
}

export const agentStreamRoot = '/twilio-media/';

/** `key`: 32 bytes for this purpose alone. */
export function createAgentAddresses(key: Buffer): AgentAddresses {
  const signatureOf = (workspaceId: string, agentId: string): string => sign(key, `${workspaceId} ${agentId}`);
  return {
    pathOf: (workspaceId, agentId) =>
      `${agentStreamRoot}${encodeURIComponent(agentId)}/${encodeURIComponent(workspaceId)}.${signatureOf(workspaceId, agentId)}`,
    workspaceOf(agentId, proof) {
      const dot = proof.lastIndexOf('.');
      const workspaceId = proof.slice(0, Math.max(0, dot));
      return isSame(proof.slice(dot + 1), signatureOf(workspaceId, agentId)) ? workspaceId : null;
    },
  };
}

function sign(key: Buffer, text: string): string {
  return createHmac('sha256', key)
    .update(text)
    .digest('hex')
    .slice(0, signatureBytes * 2);
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
