// Agents, prompts, voices and calls as the API shows them, with just enough rules for the pages: versions, publishing, lists, errors.

import { fakeBatches } from './fake-batches.ts';
import { fakeTelephony, phoneFields } from './fake-telephony.ts';

export interface FakeWorld {
  agents: Record<string, any>[];
  llms: Record<string, any>[];
  voices: Record<string, any>[];
  calls: Record<string, any>[];
  log: string;
  signedIn: boolean;
  health: { providers: Record<string, any>[] } & Record<string, any>;
  telephony: ReturnType<typeof fakeTelephony>;
  /** Access token of a call. */
  tokenOf(callId: string): string;
  /** Answers the next matching operation instead of the world: `PATCH /update-agent/...` starts with the key. */
  refusals: { operation: string; status: number; message: string }[];
  answer(operation: string, body: any): { status: number; content?: unknown };
}

type Answer = { status: number; content?: unknown };

/** `now` decides all time stamps, ms. */
export function fakeWorld({ now = Date.now(), empty = false }: { now?: number; empty?: boolean } = {}): FakeWorld {
  const world: FakeWorld = {
    agents: empty ? [] : [sampleAgent(now)],
    llms: empty ? [] : [sampleLlm(now)],
    voices: sampleVoices,
    calls: empty ? [] : sampleCalls(now),
    log: sampleLog,
    signedIn: true,
    health: structuredClone(sampleHealth),
    telephony: { ...fakeTelephony(), ...fakeBatches(now) },
    tokenOf: () => 'none',
    refusals: [],
    answer: (operation, body) => answer(world, operation, body ?? {}),
  };
  return world;
}

function answer(world: FakeWorld, operation: string, body: any): Answer {
  if (operation === 'POST /sign-out') {
    world.signedIn = false;
    return { status: 204 };
  }
  if (operation === 'GET /health') return { status: 200, content: world.health };
  if (!world.signedIn) return refuse(401, 'API key is missing or invalid.');
  const refusal = world.refusals.findIndex((one) => operation.startsWith(one.operation));
  if (refusal >= 0) {
    const [{ status, message }] = world.refusals.splice(refusal, 1) as [FakeWorld['refusals'][number]];
    return refuse(status, message);
  }
  const [, method, path = '', id = ''] = /^(\w+) \/((?:v2\/)?[a-z-]+)\/?(.*)$/.exec(operation) ?? [];
  const handler = handlers[`${method} ${path}`] ?? world.telephony[`${method} ${path}`];
  return handler ? handler(world, id, body) : refuse(404, `Cannot ${operation}`);
}

function refuse(status: number, message: string): Answer {
  return { status, content: { status: 'error', message } };
}

const latest = (rows: Record<string, any>[]) => rows.toSorted((a, b) => b.version - a.version)[0];

const handlers: Record<string, (world: FakeWorld, id: string, body: any) => Answer> = {
  'GET list-agents': (world) => ({ status: 200, content: world.agents }),
  'GET list-retell-llms': (world) => ({ status: 200, content: world.llms }),
  'GET list-voices': (world) => ({ status: 200, content: world.voices }),
  'GET get-agent': (world, id) => found(latest(world.agents.filter(({ agent_id }) => agent_id === id))),
  'GET get-agent-versions': (world, id) => ({
    status: 200,
    content: world.agents.filter(({ agent_id }) => agent_id === id),
  }),
  'GET get-retell-llm': (world, id) => found(latest(world.llms.filter(({ llm_id }) => llm_id === id))),
  'GET v2/get-call': (world, id) => found(world.calls.find(({ call_id }) => call_id === id)),
  'POST create-retell-llm': (world, _id, body) => {
    const llm = { ...body, llm_id: `llm_${world.llms.length}new`, version: 0, last_modification_timestamp: Date.now() };
    world.llms.push(llm);
    return { status: 201, content: llm };
  },
  'POST create-agent': (world, _id, body) => {
    const agent = {
      ...body,
      agent_id: `agent_${world.agents.length}new`,
      version: 0,
      is_published: false,
      last_modification_timestamp: Date.now(),
    };
    world.agents.push(agent);
    return { status: 201, content: agent };
  },
  'PATCH update-agent': (world, id, body) => {
    const agent = latest(world.agents.filter(({ agent_id }) => agent_id === id));
    return found(agent && Object.assign(agent, body, { last_modification_timestamp: Date.now() }));
  },
  'PATCH update-retell-llm': (world, id, body) => {
    const llm = latest(world.llms.filter(({ llm_id }) => llm_id === id));
    return found(llm && Object.assign(llm, body, { last_modification_timestamp: Date.now() }));
  },
  'POST publish-agent': (world, id) => {
    const agent = latest(world.agents.filter(({ agent_id }) => agent_id === id));
    if (!agent) return found(undefined);
    agent.is_published = true;
    world.agents.push({ ...agent, version: agent.version + 1, is_published: false });
    return { status: 200 };
  },
  'DELETE delete-agent': (world, id) => {
    world.agents = world.agents.filter(({ agent_id }) => agent_id !== id);
    return { status: 204 };
  },
  'DELETE delete-retell-llm': (world, id) => {
    world.llms = world.llms.filter(({ llm_id }) => llm_id !== id);
    return { status: 204 };
  },
  'POST v2/create-web-call': (world, _id, { agent_id }) => {
    const agent = latest(world.agents.filter((one) => one.agent_id === agent_id));
    if (!agent) return found(undefined);
    const call_id = `call_web${world.calls.length}`;
    const call = { ...detailedCall(Date.now()), call_id, agent_id, agent_name: agent.agent_name };
    world.calls.unshift(call);
    return { status: 201, content: { ...call, call_status: 'registered', access_token: world.tokenOf(call_id) } };
  },
  'POST v2/list-calls': (world, _id, { filter_criteria: filter = {}, limit = 50, pagination_key: after }) => {
    const fits = world.calls.filter((call) =>
      ['call_id', 'agent_id', 'call_status', 'disconnection_reason', 'batch_call_id'].every(
        (field) => !filter[field] || filter[field].includes(call[field]),
      ),
    );
    const start = after ? fits.findIndex(({ call_id }) => call_id === after) + 1 : 0;
    return { status: 200, content: fits.slice(start, start + limit) };
  },
};

function found(row: unknown): Answer {
  return row ? { status: 200, content: row } : refuse(422, 'Cannot find requested asset under given api key.');
}

const sampleHealth = {
  status: 'ok',
  providers: [
    {
      role: 'hearing',
      provider: 'local',
      name: 'Whisper base',
      ready: true,
      detail: 'Local, on this machine.',
      change: 'set DEEPGRAM_API_KEY',
    },
    {
      role: 'thinking',
      provider: 'openai',
      name: 'gpt-4.1-mini',
      ready: true,
      detail: 'With your key.',
      change: 'Set OPENAI_API_KEY, or start Ollama on this machine.',
    },
    {
      role: 'speaking',
      provider: 'local',
      name: 'Piper, Joe',
      ready: false,
      detail: 'Fetching 63 MB, 40 %.',
      change: 'set ELEVENLABS_API_KEY',
    },
  ],
  models: [],
  unavailable_voices: ['11labs-Adrian', 'openai-Alloy'],
};

const sampleVoices = [
  { voice_id: 'local-Joe', voice_name: 'Joe', provider: 'platform', gender: 'male', accent: 'American', age: 'Young' },
  { voice_id: '11labs-Adrian', voice_name: 'Adrian', provider: 'elevenlabs', gender: 'male', accent: 'American' },
  { voice_id: 'openai-Alloy', voice_name: 'Alloy', provider: 'openai', gender: 'female', accent: 'American' },
];

function sampleAgent(now: number): Record<string, any> {
  return {
    agent_id: 'agent_7f3a2b1c9d8e4f5a6b7c8d9e0f',
    version: 0,
    is_published: false,
    agent_name: 'Front desk',
    voice_id: 'local-Joe',
    language: 'en-US',
    response_engine: { type: 'retell-llm', llm_id: 'llm_1', version: 0 },
    last_modification_timestamp: now - 42 * 60_000,
  };
}

function sampleLlm(now: number): Record<string, any> {
  return {
    llm_id: 'llm_1',
    version: 0,
    model: 'gpt-4.1-mini',
    start_speaker: 'agent',
    begin_message: 'Hello, Maple Street Dental. How can I help you?',
    general_prompt: 'You are the receptionist of Maple Street Dental.\nAsk one question at a time.',
    general_tools: [{ type: 'end_call', name: 'end_call' }],
    last_modification_timestamp: now - 42 * 60_000,
  };
}

function sampleCalls(now: number): Record<string, any>[] {
  const reasons = ['user_hangup', 'agent_hangup', 'inactivity'];
  const older = Array.from({ length: 40 }, (_, index) => ({
    call_type: 'web_call',
    call_id: `call_${String(index + 1).padStart(27, '0')}`,
    agent_id: 'agent_7f3a2b1c9d8e4f5a6b7c8d9e0f',
    agent_name: 'Front desk',
    agent_version: 0,
    call_status: index % 9 === 4 ? 'error' : 'ended',
    disconnection_reason: index % 9 === 4 ? 'error_user_not_joined' : reasons[index % 3],
    start_timestamp: now - (index + 1) * 3_700_000,
    end_timestamp: now - (index + 1) * 3_700_000 + 65_000,
    duration_ms: 65_000 + index * 1700,
    latency: { e2e: { p50: 480 + index * 11, num: 6 } },
    call_analysis: {},
  }));
  return [detailedCall(now), ...older, { ...detailedCall(now), ...phoneFields }];
}

function said(role: 'agent' | 'user', text: string, from: number): Record<string, any> {
  const words = text.split(' ');
  return {
    role,
    content: text,
    words: words.map((word, index) => ({
      word: index < words.length - 1 ? `${word} ` : word,
      start: from + index * 0.25,
      end: from + index * 0.25 + 0.22,
    })),
  };
}

function detailedCall(now: number): Record<string, any> {
  const transcript = [
    said('agent', 'Hello, Maple Street Dental. How can I help you?', 0.2),
    said('user', 'I would like to see someone on Thursday.', 2.4),
    said('agent', 'Let me look for a free hour.', 4.6),
    {
      role: 'tool_call_invocation',
      tool_call_id: 'tool_1',
      name: 'find_free_slots',
      arguments: '{"day":"Thursday"}',
      time_sec: 5.9,
      type: 'custom',
    },
    {
      role: 'tool_call_result',
      tool_call_id: 'tool_1',
      successful: true,
      content: '{"slots":["10:00","14:30"]}',
      time_sec: 6.3,
    },
    said('agent', 'There is ten in the morning, or half past two.', 8.1),
    said('user', 'Half past two, please.', 10.6),
  ];
  const part = (p50: number) => ({
    p50,
    p90: p50 * 1.3,
    p95: p50 * 1.4,
    p99: p50 * 1.5,
    min: p50 * 0.8,
    max: p50 * 1.6,
    num: 3,
  });
  return {
    call_type: 'web_call',
    call_id: 'call_detailed',
    agent_id: 'agent_7f3a2b1c9d8e4f5a6b7c8d9e0f',
    agent_name: 'Front desk',
    agent_version: 0,
    call_status: 'ended',
    disconnection_reason: 'user_hangup',
    start_timestamp: now - 120_000,
    end_timestamp: now - 106_000,
    duration_ms: 14_000,
    transcript_object: transcript.filter(({ role }) => role === 'agent' || role === 'user'),
    transcript_with_tool_calls: transcript,
    recording_multi_channel_url: 'http://localhost:1/files/recording.wav',
    public_log_url: 'http://localhost:1/files/public.log',
    latency: { e2e: part(512), asr: part(84), llm: part(231), tts: part(92) },
    llm_token_usage: { values: [412, 455, 470], average: 445.67, num_requests: 3 },
    call_analysis: {
      call_summary: 'The caller wants to come on Thursday and takes the hour at half past two.',
      user_sentiment: 'Positive',
      call_successful: true,
    },
  };
}

const sampleLog = [
  '2026-11-22T12:00:00.120Z info call started',
  '2026-11-22T12:00:00.310Z info agent speech first sound after 190 ms',
  '2026-11-22T12:00:06.300Z info tool find_free_slots 200 in 412 ms',
  '2026-11-22T12:00:14.020Z info call ended: user_hangup',
].join('\n');
