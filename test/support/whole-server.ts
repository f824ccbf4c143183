// The real program in a folder of its own, for tests of whole calls. It reaches this machine's loopback, so that tests can be its
// webhooks' receivers.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServerProcess, type ServerProcess } from '../../src/cli/server-process.ts';
import type { Scope } from './scope.ts';

export const TEST_KEY = 'key_00112233445566778899aabbccddeeff';

export interface WholeServer {
  readonly url: string;
  readonly dataDir: string;
  readonly key: string;
  /** The process that runs now. */
  readonly process: ServerProcess;
  /** JSON in, JSON out; throws on anything but 2xx. */
  api<T = Record<string, any>>(method: string, path: string, body?: object): Promise<T>;
  /** An agent with its Retell LLM; fields go over the usual ones. */
  makeAgent(fields?: { agent?: object; llm?: object }): Promise<{ agent_id: string; llm_id: string }>;
  createWebCall(agentId: string, fields?: object): Promise<{ call_id: string; access_token: string }>;
  /** Resolves when hearing and speaking are ready. */
  ready(): Promise<void>;
  /** Resolves to the call once `isThere` holds for it. */
  untilCall(callId: string, isThere: (call: Record<string, any>) => boolean): Promise<Record<string, any>>;
  /** Starts the program again on the same folder and port, after `process` was stopped or killed. */
  restart(): Promise<void>;
}

export async function wholeServer(t: Scope, env: Record<string, string> = {}): Promise<WholeServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ringback-test-'));
  const start = (port: number): Promise<ServerProcess> =>
    startServerProcess({
      dataDir,
      port,
      apiKey: TEST_KEY,
      env: {
        RINGBACK_EGRESS_ALLOW: '127.0.0.1/32',
        RINGBACK_CHECK_RESPONSES: 'true',
        RINGBACK_LLM_DISCOVERY: 'false',
        RINGBACK_RATE_LIMITS: 'off',
        ...env,
      },
    });
  let running = await start(0);
  const { url } = running;
  t.after(async () => {
    await running.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function api<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${TEST_KEY}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? {} : JSON.parse(text)) as T;
  }

  return {
    url,
    dataDir,
    key: TEST_KEY,
    get process() {
      return running;
    },
    api,
    async makeAgent({ agent = {}, llm = {} } = {}) {
      const { llm_id } = await api<{ llm_id: string }>('POST', '/create-retell-llm', {
        general_prompt: 'Be brief.',
        ...llm,
      });
      const { agent_id } = await api<{ agent_id: string }>('POST', '/create-agent', {
        response_engine: { type: 'retell-llm', llm_id },
        voice_id: 'local-Joe',
        ...agent,
      });
      return { agent_id, llm_id };
    },
    createWebCall: (agent_id, fields = {}) => api('POST', '/v2/create-web-call', { agent_id, ...fields }),
    async ready() {
      await until(async () => {
        const health = (await (await fetch(`${url}/health`)).json()) as { providers: { ready: boolean }[] };
        return health.providers.every((provider) => provider.ready);
      });
    },
    async untilCall(callId, isThere) {
      let call: Record<string, any> = {};
      await until(async () => {
        call = await api('GET', `/v2/get-call/${callId}`);
        return isThere(call);
      });
      return call;
    },
    async restart() {
      running = await start(Number(new URL(url).port));
    },
  };
}

const POLL_MS = 100;

/** Asks again until it holds; the test's own time limit ends a wait that never does. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
}
