// Every setting there is: its name in the environment and in ringback.config.json, what it accepts, what it is for.

import {
  base64Of,
  flag,
  ipAddress,
  networks,
  oneOf,
  portRange,
  postgresUrl,
  rateLimits,
  sipListen,
  text,
  token,
  trustProxy,
  url,
  wholeNumber,
  type Value,
} from './value.ts';

export interface Setting<T = unknown> {
  group: string;
  value: Value<T>;
  help: string;
  /** What holds when it is not set, as text that `value` reads; undefined: nothing. */
  usual?: string;
  /** In words, where `usual` cannot say it. */
  otherwise?: string;
  /** Never printed. */
  secret?: true;
  /** Read and checked, without effect in this version. */
  later?: true;
}

/** Keeps the type of the value. */
function setting<T>(group: string, value: Value<T>, help: string, more: Partial<Setting<T>> = {}): Setting<T> {
  return { group, value, help, ...more };
}

const SERVER = 'Server';
const DATA = 'Data';
const ACCESS = 'Access';
const CALLS = 'Calls';
const MODELS = 'Models';
const VENDORS = 'Vendors';
const CARRIERS = 'Carriers';
const secret = true as const;
const later = true as const;

/** A vendor's key and address; an address of your own also serves for tests and proxies. */
function vendor<const Name extends string>(name: Name, what: string, ...more: Array<{ later: true }>) {
  const schemes = ['https', 'http', 'wss', 'ws'];
  return {
    [`${name}_API_KEY`]: setting(VENDORS, token(1), `Key for ${what}.`, { secret, ...more[0] }),
    [`${name}_BASE_URL`]: setting(VENDORS, url(...schemes), `Other address for ${what}.`, {
      otherwise: "the vendor's own",
      ...more[0],
    }),
  } as Record<`${Name}_API_KEY` | `${Name}_BASE_URL`, Setting<string>>;
}

export const settings = {
  PORT: setting(SERVER, wholeNumber(0, 65535), 'TCP port of pages, API and web-call signalling; 0 takes a free one.', {
    usual: '8080',
  }),
  HOST: setting(SERVER, text, 'Address to listen on; 0.0.0.0 for every network.', { usual: '127.0.0.1' }),
  PUBLIC_URL: setting(SERVER, url('https', 'http'), 'How browsers and webhook receivers reach this server.', {
    otherwise: 'made from HOST and PORT',
  }),
  TLS_CERT: setting(SERVER, text, 'PEM file with the certificate chain. Off localhost a microphone needs https.'),
  TLS_KEY: setting(SERVER, text, 'PEM file with the private key that belongs to TLS_CERT.'),
  TRUST_PROXY: setting(SERVER, trustProxy, 'Whose X-Forwarded-* headers are believed.', { usual: 'false' }),
  RINGBACK_LOG_LEVEL: setting(
    SERVER,
    oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    'How much the log says.',
    { usual: 'info' },
  ),
  RINGBACK_METRICS_TOKEN: setting(SERVER, token(8), 'Bearer token for GET /metrics from other machines.', {
    secret,
    otherwise: 'only this machine may read them',
  }),
  RINGBACK_CHECK_RESPONSES: setting(
    SERVER,
    flag,
    'Check every answer of the API against the contract, for development.',
    {
      usual: 'false',
    },
  ),

  RINGBACK_DATA_DIR: setting(DATA, text, 'Folder of database, recordings, logs and the secret key.', {
    usual: '.ringback',
  }),
  DATABASE_URL: setting(DATA, postgresUrl, 'A PostgreSQL (15 or later) of your own.', {
    secret,
    otherwise: 'a PostgreSQL of our own in RINGBACK_DATA_DIR',
  }),
  S3_BUCKET: setting(DATA, text, 'Bucket for recordings and logs.', {
    later,
    otherwise: 'a folder in RINGBACK_DATA_DIR',
  }),
  S3_ENDPOINT: setting(DATA, url('https', 'http'), 'Address of an S3-compatible store.', { later, otherwise: 'AWS' }),
  S3_REGION: setting(DATA, text, 'Its region.', { later, usual: 'us-east-1' }),
  S3_ACCESS_KEY_ID: setting(DATA, text, 'Its access key.', { later }),
  S3_SECRET_ACCESS_KEY: setting(DATA, token(1), 'Its secret key.', { later, secret }),
  S3_FORCE_PATH_STYLE: setting(DATA, flag, 'Bucket in the path instead of the host name.', { later, usual: 'false' }),

  RINGBACK_SECRET_KEY: setting(
    ACCESS,
    token(32),
    'Encrypts stored keys and signs sign-in links. Keep it with the database.',
    {
      secret,
      otherwise: 'a file in RINGBACK_DATA_DIR, made on the first start',
    },
  ),
  RINGBACK_API_KEY: setting(ACCESS, token(16), 'Adds this API key to the first workspace, for automation.', {
    secret,
    otherwise: 'one is made and printed on the first start',
  }),
  RINGBACK_RATE_LIMITS: setting(ACCESS, rateLimits, 'API requests a workspace may send: 429 beyond.', { usual: 'on' }),
  RINGBACK_RECAPTCHA_URL: setting(
    ACCESS,
    url('https', 'http'),
    'Where tokens of reCAPTCHA v3 are checked, for public keys that ask for one.',
    { usual: 'https://www.google.com/recaptcha/api/siteverify' },
  ),
  RINGBACK_CAL_BASE_URL: setting(
    ACCESS,
    url('https', 'http'),
    'Where the Cal.com tools of agents find Cal.com: https://api.cal.eu, or one of your own.',
    { usual: 'https://api.cal.com' },
  ),
  RINGBACK_EGRESS_ALLOW: setting(
    ACCESS,
    networks,
    'Private networks that webhooks and tools may reach beside the public ones.',
    { usual: '' },
  ),

  RINGBACK_PUBLIC_IP: setting(
    CALLS,
    ipAddress,
    'Public address of a server behind NAT, for the sound of web calls and for SIP.',
    {
      otherwise: 'the addresses of this machine',
    },
  ),
  RINGBACK_UDP_PORTS: setting(CALLS, portRange, 'UDP ports for the sound of web calls, four a call.', {
    usual: '50000-50199',
  }),
  RINGBACK_RTP_PORTS: setting(CALLS, portRange, 'UDP ports for the sound of phone calls over SIP, two a call.', {
    usual: '10000-19999',
  }),

  RINGBACK_SIP_LISTEN: setting(
    CALLS,
    sipListen,
    'Where calls by SIP come in: transports and ports at HOST, or with an address of their own; off for none (docs/sip-trunks.md).',
    { usual: 'udp:5060,tcp:5060' },
  ),
  RINGBACK_SIP_ALLOW: setting(
    CALLS,
    networks,
    'Networks that may always call in by SIP, beside those of the trunks: a switch of your own, for all workspaces.',
    { usual: '' },
  ),
  RINGBACK_SIP_STRANGERS: setting(
    CALLS,
    oneOf('silence', '403'),
    'What whoever is no trunk gets by SIP. Silence hides the server from scanners.',
    { usual: 'silence' },
  ),
  RINGBACK_SIP_CA: setting(CALLS, text, 'PEM file of authorities to trust for SIP over TLS.', {
    otherwise: 'those that Node knows',
  }),
  RINGBACK_SIP_CLIENT_CERTIFICATES: setting(
    CALLS,
    flag,
    'Take SIP over TLS only from clients with a certificate of RINGBACK_SIP_CA.',
    { usual: 'false' },
  ),

  RINGBACK_MODELS: setting(MODELS, text, 'Folder with model files brought here beforehand (docs/models.md).', {
    otherwise: 'fetched into the cache of the user',
  }),
  HF_ENDPOINT: setting(MODELS, url('https', 'http'), 'Mirror of Hugging Face to fetch local models from.', {
    usual: 'https://huggingface.co',
  }),
  RINGBACK_LLM_URL: setting(
    MODELS,
    url('https', 'http'),
    'An OpenAI-compatible language model server (llama.cpp, Ollama, vLLM), with its /v1.',
    { otherwise: 'one on localhost is found by itself' },
  ),
  RINGBACK_LLM_MODEL: setting(MODELS, text, 'Model to ask for there.', { otherwise: 'the first that it lists' }),
  RINGBACK_LLM_API_KEY: setting(MODELS, token(1), 'Key for that server, if it wants one.', { secret }),
  RINGBACK_LLM_DISCOVERY: setting(MODELS, flag, 'Look for a llama.cpp or Ollama server on localhost.', {
    usual: 'true',
  }),

  RINGBACK_JUDGE_MODEL: setting(MODELS, text, 'Language model that judges simulation tests (docs/testing.md).', {
    usual: 'gpt-4.1',
  }),
  RINGBACK_TESTS_AT_ONCE: setting(MODELS, wholeNumber(1, 500), 'Simulation tests of a workspace that run at a time.', {
    usual: '16',
  }),

  RINGBACK_EMBEDDINGS_URL: setting(
    MODELS,
    url('https', 'http'),
    'A server with an OpenAI-compatible /embeddings for knowledge bases, with its /v1 (docs/knowledge-retrieval.md).',
    { otherwise: 'a model on this machine' },
  ),
  RINGBACK_EMBEDDINGS_MODEL: setting(
    MODELS,
    text,
    'Model to ask for there. With another one all documents are embedded anew.',
    { usual: 'text-embedding-3-small' },
  ),
  RINGBACK_EMBEDDINGS_API_KEY: setting(MODELS, token(1), 'Key for that server, if it wants one.', { secret }),
  RINGBACK_EMBEDDINGS_WINDOW: setting(
    MODELS,
    wholeNumber(200, 100_000),
    'Characters of a document that the server is given at once; longer pieces are embedded in several.',
    { usual: '6000' },
  ),
  RINGBACK_EMBEDDINGS_CLOSE: setting(
    MODELS,
    wholeNumber(1, 99),
    'Cosine, in hundredths, above which a passage is about the question, for that model: it stands for a filter_score of 0.6.',
    { otherwise: '30, or 78 for text-embedding-ada-002' },
  ),
  RINGBACK_KNOWLEDGE_BUDGET_MS: setting(
    MODELS,
    wholeNumber(10, 10_000),
    'How long an answer waits for its knowledge bases, ms; it goes without what is not there by then.',
    { usual: '150' },
  ),
  RINGBACK_KNOWLEDGE_MEMORY_MB: setting(
    MODELS,
    wholeNumber(16, 65_536),
    'Memory that knowledge bases may take together, MB; 20,000 chunks take about 280.',
    { usual: '512' },
  ),

  ...vendor('OPENAI', 'OpenAI (language models)'),
  ...vendor('ANTHROPIC', 'Anthropic (language models)'),
  ...vendor('GOOGLE', 'Google (language models)'),
  ...vendor('DEEPGRAM', 'Deepgram (speech to text)'),
  ...vendor('ELEVENLABS', 'ElevenLabs (text to speech, voice library, clones)'),
  ...vendor('CARTESIA', 'Cartesia (voice library, clones)'),
  ...vendor('MINIMAX', 'MiniMax (voice library, clones)'),
  ...vendor('FISH_AUDIO', 'Fish Audio (voice library, clones)'),

  TWILIO_ACCOUNT_SID: setting(CARRIERS, token(1), 'Account at Twilio: numbers, calls, texts (docs/carriers.md).'),
  TWILIO_AUTH_TOKEN: setting(CARRIERS, token(1), 'Its auth token, which also proves that webhooks are from Twilio.', {
    secret,
  }),
  TWILIO_BASE_URL: setting(CARRIERS, url('https', 'http'), 'Other address for Twilio.', {
    usual: 'https://api.twilio.com',
  }),
  TELNYX_API_KEY: setting(CARRIERS, token(1), 'Key for Telnyx: numbers, calls, texts (docs/carriers.md).', { secret }),
  TELNYX_PUBLIC_KEY: setting(
    CARRIERS,
    base64Of(32),
    'Public key of that account, which proves that webhooks are from Telnyx.',
  ),
  TELNYX_CONNECTION_ID: setting(CARRIERS, token(1), 'Call Control application that carries the calls of numbers.', {
    otherwise: 'no calls by Telnyx',
  }),
  TELNYX_MESSAGING_PROFILE_ID: setting(CARRIERS, token(1), 'Messaging profile of rented numbers.', {
    otherwise: 'no texts to rented numbers',
  }),
  TELNYX_BASE_URL: setting(CARRIERS, url('https', 'http'), 'Other address for Telnyx.', {
    usual: 'https://api.telnyx.com',
  }),
};

export type SettingName = keyof typeof settings;
export type SettingValues = {
  [Name in SettingName]: (typeof settings)[Name] extends Setting<infer T> ? T | null : never;
};
