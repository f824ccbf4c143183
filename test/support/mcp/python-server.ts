// MCP servers by the official Python SDK, one process for each transport.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Scope } from '../scope.ts';
import type { McpPeer } from './peer.ts';

interface State {
  bookings: unknown[];
  sessions: number;
}

export async function startPythonMcp(t: Scope): Promise<McpPeer> {
  const [mcp, sse] = await Promise.all([startProcess(t, 'mcp'), startProcess(t, 'sse')]);
  const states = async (): Promise<State[]> =>
    Promise.all([mcp, sse].map(async (base) => (await (await fetch(`${base}/state`)).json()) as State));
  return {
    streamable: `${mcp}/mcp`,
    sse: `${sse}/sse`,
    bookings: async () => (await states()).flatMap(({ bookings }) => bookings),
    sessions: async () => (await states()).reduce((sum, { sessions }) => sum + sessions, 0),
  };
}

async function startProcess(t: Scope, transport: 'mcp' | 'sse'): Promise<string> {
  const python = process.env.RINGBACK_TEST_MCP_PYTHON;
  assert.ok(python, 'RINGBACK_TEST_MCP_PYTHON names no Python with its mcp package; npm test provides one');
  const script = fileURLToPath(new URL('./python_server.py', import.meta.url));
  const child = spawn(python, [script, transport], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  t.after(async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  const lines = createInterface({ input: child.stdout });
  const [port] = (await once(lines, 'line')) as [string];
  return `http://127.0.0.1:${port}`;
}
