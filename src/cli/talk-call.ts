// One call as a client of the API sees it: an agent, a web call, the microphone's words, the agent's answer, the record.

import { joinCall, type CallClient } from '../media/index.ts';

export interface TalkOptions {
  url: string;
  apiKey: string;
  question: { pcm: Int16Array; rateHz: number };
  /** null: one is made for this call. */
  agentId: string | null;
  print(line: string): void;
}

/** Fields of the contract's call that are read here. */
export interface TalkRecord {
  call_status: string;
  transcript?: string;
  disconnection_reason?: string;
  latency?: Record<string, { p50: number; num: number }>;
  transcript_with_tool_calls?: { role: string }[];
  public_log_url?: string;
}

export interface TalkResult {
  call: TalkRecord;
  /** The agent spoke again after the question. */
  answered: boolean;
  /** Warnings and errors from the log of the call. */
  troubles: string[];
  /** All that the agent said, silence between. */
  sound: Int16Array;
  rateHz: number;
}

const HEAR_RATE_HZ = 24000;
/** Local models that are still being fetched or loaded. */
const READY_LIMIT_MS = 600_000;
const GREETING_LIMIT_MS = 30_000;
const ANSWER_LIMIT_MS = 60_000;
const RECORD_LIMIT_MS = 30_000;

/** Throws when the server refuses or does not get ready. */
export async function callAgent(options: TalkOptions): Promise<TalkResult> {
  const api = apiOf(options);
  await untilReady(options);
  const agentId = options.agentId ?? (await makeAgent(api));
  const { call_id, access_token } = await api<{ call_id: string; access_token: string }>(
    'POST',
    '/v2/create-web-call',
    {
      agent_id: agentId,
    },
  );
  const client = await joinCall({
    url: options.url,
    token: access_token,
    hearRateHz: HEAR_RATE_HZ,
    endWhenLost: true,
  });
  try {
    const { spoke, sound } = await converse(client, options);
    const call = await untilEnded(() => api<TalkRecord>('GET', `/v2/get-call/${call_id}`));
    const answered = spoke && hasAnswer(call);
    return { call, answered, troubles: await troublesOf(call), sound, rateHz: HEAR_RATE_HZ };
  } finally {
    await client.kill();
  }
}

/** Greeting, question, answer; then the caller leaves. */
async function converse(
  client: CallClient,
  { question, print }: TalkOptions,
): Promise<{ spoke: boolean; sound: Int16Array }> {
  const frames: Int16Array[] = [];
  client.onSound((pcm) => frames.push(pcm.slice()));
  const ears = listen(client, print);
  await client.connected;
  await ears.agentSpoke(GREETING_LIMIT_MS);
  ears.callerBegins();
  client.say(question.pcm, question.rateHz);
  await client.said();
  const spoke = await ears.agentSpoke(ANSWER_LIMIT_MS);
  await client.leave();
  if ((await client.ended).by === 'lost') throw new Error('The connection to the server was lost.');
  return { spoke, sound: joined(frames) };
}

/** An apology for a model that failed is none: nothing of it was timed. */
function hasAnswer(call: TalkRecord): boolean {
  const usedTool = call.transcript_with_tool_calls?.some(({ role }) => role === 'tool_call_result') ?? false;
  return usedTool || (call.latency?.['e2e']?.num ?? 0) > 0;
}

async function troublesOf({ public_log_url }: TalkRecord): Promise<string[]> {
  if (!public_log_url) return [];
  const response = await fetch(public_log_url);
  if (!response.ok) return [];
  return (await response.text()).split('\n').filter((line) => / (warn|error): /.test(line));
}

type Api = <T>(method: string, path: string, body?: object) => Promise<T>;

function apiOf({ url, apiKey }: TalkOptions): Api {
  return async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}: ${text}`);
    return JSON.parse(text) as T;
  };
}

async function makeAgent(api: Api): Promise<string> {
  const { llm_id } = await api<{ llm_id: string }>('POST', '/create-retell-llm', {
    general_prompt: 'You are a friendly guide to Ringback. Answer in one or two short sentences.',
    general_tools: [{ type: 'end_call', name: 'end_call', description: 'End the call when the caller says goodbye.' }],
  });
  const { agent_id } = await api<{ agent_id: string }>('POST', '/create-agent', {
    agent_name: 'npm run talk',
    response_engine: { type: 'retell-llm', llm_id },
    voice_id: '11labs-Adrian',
    boosted_keywords: ['Ringback'],
  });
  return agent_id;
}

/** Follows who speaks, and prints it. */
function listen(client: CallClient, print: (line: string) => void) {
  /** The agent, since the caller began to speak for the last time. */
  let agent: 'silent' | 'speaking' | 'spoke' = 'silent';
  let wake = (): void => {};
  let isOver = false;
  client.onData((json) => {
    const { event_type } = json as { event_type?: string };
    if (event_type === 'user_start_talking') agent = 'silent';
    if (event_type === 'agent_start_talking') agent = 'speaking';
    if (event_type === 'agent_stop_talking' && agent === 'speaking') agent = 'spoke';
    if (event_type === 'agent_start_talking') print('agent speaks');
    if (event_type === 'user_start_talking') print('caller speaks');
    wake();
  });
  void client.ended.then(() => {
    isOver = true;
    wake();
  });
  return {
    /** What the agent said before is no answer. */
    callerBegins: () => void (agent = 'silent'),
    /** False when it did not come in time or the call ended before. */
    async agentSpoke(limitMs: number): Promise<boolean> {
      const limit = AbortSignal.timeout(limitMs);
      while (agent !== 'spoke' && !isOver && !limit.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          limit.addEventListener('abort', () => resolve(), { once: true });
        });
      }
      return agent === 'spoke';
    },
  };
}

async function untilReady({ url, print }: TalkOptions): Promise<void> {
  let shown = '';
  await poll(READY_LIMIT_MS, 500, async () => {
    const response = await fetch(`${url}/health`);
    const health = (await response.json()) as { providers?: { role: string; ready: boolean; detail: string }[] };
    const waiting = (health.providers ?? []).filter((provider) => !provider.ready);
    const line = waiting.map((provider) => `${provider.role}: ${provider.detail}`).join('; ');
    if (line !== shown && line !== '') print(line);
    shown = line;
    return response.ok && waiting.length === 0;
  });
}

async function untilEnded(get: () => Promise<TalkRecord>): Promise<TalkRecord> {
  let call = await get();
  await poll(RECORD_LIMIT_MS, 200, async () => {
    call = await get();
    return call.call_status !== 'ongoing' && call.call_status !== 'registered';
  });
  return call;
}

async function poll(limitMs: number, everyMs: number, isDone: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + limitMs;
  while (!(await isDone())) {
    if (Date.now() > until) throw new Error(`Gave up after ${limitMs / 1000} s.`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

function joined(frames: readonly Int16Array[]): Int16Array {
  const all = new Int16Array(frames.reduce((sum, frame) => sum + frame.length, 0));
  let at = 0;
  for (const frame of frames) {
    all.set(frame, at);
    at += frame.length;
  }
  return all;
}
