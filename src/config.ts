// The only reader of the environment. Rooms get plain values; what a setting is called stands in config/settings.ts.

import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { readSettings } from './config/read.ts';
import type { SettingValues } from './config/settings.ts';
import type { PortRange, RateLimits, SipListen, TrustProxy } from './config/value.ts';

export { describeConfig, describeConfigAsMarkdown } from './config/describe.ts';
export type { PortRange, RateLimits, SipListen, TrustProxy } from './config/value.ts';

export interface Config {
  /** 0: a free one. */
  port: number;
  host: string;
  /** Without a slash at its end; null: made from host and port. */
  publicUrl: string | null;
  /** Absolute paths of PEM files that belong together. */
  tls: { certFile: string; keyFile: string } | null;
  trustProxy: TrustProxy;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  metricsToken: string | null;
  /** Check every answer of the API against the contract. */
  checkResponses: boolean;
  /** Absolute. */
  dataDir: string;
  /** null: our own PostgreSQL. */
  databaseUrl: string | null;
  /** null: a file in dataDir. */
  secretKey: string | null;
  apiKey: string | null;
  /** null: no limits. */
  rateLimits: RateLimits | null;
  /** Where tokens of reCAPTCHA are checked. */
  recaptchaUrl: string;
  calBaseUrl: string;
  /** CIDR. */
  egressAllow: string[];
  publicIp: string | null;
  udpPorts: PortRange;
  /** For phone calls over SIP. */
  rtpPorts: PortRange;
  sip: {
    /** Empty: no SIP. `address` null: `host`. */
    listen: SipListen[];
    /** CIDR. */
    allow: string[];
    strangers: 'silence' | '403';
    /** PEM of authorities to trust; null: Node's. */
    ca: string | null;
    clientsMustProve: boolean;
  };
  models: {
    /** Absolute; files brought here beforehand. */
    offlineDir: string | null;
    /** Absolute; where fetched files are kept. */
    cacheDir: string;
    huggingFaceUrl: string;
  };
  llm: { url: string | null; model: string | null; apiKey: string | null; discovery: boolean };
  /** `url` null: the model of this machine. `closeCosine` null: by the model. */
  embeddings: {
    url: string | null;
    model: string;
    apiKey: string | null;
    windowCharacters: number;
    closeCosine: number | null;
  };
  knowledge: { budgetMs: number; maxBytes: number };
  tests: { judgeModel: string; atOnce: number };
  vendors: Record<Vendor, { apiKey: string | null; baseUrl: string | null }>;
  /** Null: not set up. */
  twilio: { accountSid: string; authToken: string; baseUrl: string } | null;
  /** Null: not set up. `connectionId` null: no calls. `messagingProfileId` null: no texts to rented numbers. */
  telnyx: {
    apiKey: string;
    publicKey: string;
    connectionId: string | null;
    messagingProfileId: string | null;
    baseUrl: string;
  } | null;
  /** For the log at start. */
  warnings: string[];
}

export type Vendor =
  'openai' | 'anthropic' | 'google' | 'deepgram' | 'elevenlabs' | 'cartesia' | 'minimax' | 'fish_audio';

/** The configuration cannot be used; `message` lists every fault. */
export class ConfigError extends Error {
  readonly faults: string[];
  constructor(faults: string[]) {
    const count = faults.length === 1 ? 'a fault' : `${faults.length} faults`;
    super(`The configuration has ${count}:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

/**
 * Reads environment and file, the environment winning. Relative paths are taken from the working directory.
 * Throws ConfigError with every fault.
 */
export function loadConfig(
  env: Record<string, string | undefined> = process.env,
  file: string = resolve('ringback.config.json'),
): Config {
  const read = readFile(file);
  const { values, faults, warnings } = readSettings({ env, file: read.content });
  if (read.fault) faults.unshift(read.fault);
  const tls = faults.length === 0 ? tlsFrom(values, faults) : null;
  const sipCa = faults.length === 0 ? pemFrom('RINGBACK_SIP_CA', values.RINGBACK_SIP_CA, faults) : undefined;
  togetherOrNot(values, ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'], faults);
  togetherOrNot(values, ['TELNYX_API_KEY', 'TELNYX_PUBLIC_KEY'], faults);
  if (!tls && values.RINGBACK_SIP_LISTEN?.some(({ transport }) => transport === 'tls'))
    faults.push('RINGBACK_SIP_LISTEN: tls needs TLS_CERT and TLS_KEY.');
  if (faults.length > 0) throw new ConfigError(faults);
  const config = configFrom(values, env);
  const { offlineDir } = config.models;
  if (offlineDir !== null && !existsSync(offlineDir))
    warnings.push(`RINGBACK_MODELS: there is no folder at ${offlineDir}.`);
  return { ...config, tls, sip: { ...config.sip, ca: sipCa?.toString('utf8') ?? null }, warnings };
}

function readFile(file: string): { content: { path: string; content: unknown } | null; fault?: string } {
  if (!existsSync(file)) return { content: null };
  try {
    return { content: { path: basename(file), content: JSON.parse(readFileSync(file, 'utf8')) } };
  } catch (error) {
    return { content: null, fault: `${basename(file)}: expected JSON; ${(error as Error).message}.` };
  }
}

function tlsFrom(values: SettingValues, faults: string[]): Config['tls'] {
  const { TLS_CERT: cert, TLS_KEY: key } = values;
  if (!cert && !key) return null;
  if (!cert || !key)
    faults.push(`${cert ? 'TLS_KEY' : 'TLS_CERT'}: expected together with ${cert ? 'TLS_CERT' : 'TLS_KEY'}.`);
  const certText = pemFrom('TLS_CERT', cert, faults);
  const keyText = pemFrom('TLS_KEY', key, faults);
  if (certText !== undefined && keyText !== undefined) {
    try {
      createSecureContext({ cert: certText, key: keyText });
    } catch (error) {
      faults.push(`TLS_CERT and TLS_KEY: expected a certificate and its key in PEM; ${(error as Error).message}.`);
    }
  }
  return { certFile: resolve(cert ?? ''), keyFile: resolve(key ?? '') };
}

function togetherOrNot(
  values: SettingValues,
  pair: [keyof SettingValues, keyof SettingValues],
  faults: string[],
): void {
  const [missing, ...more] = pair.filter((name) => values[name] === null);
  if (missing === undefined || more.length > 0) return;
  faults.push(`${missing}: expected together with ${pair.find((name) => name !== missing)}.`);
}

function pemFrom(
  name: 'TLS_CERT' | 'TLS_KEY' | 'RINGBACK_SIP_CA',
  path: string | null,
  faults: string[],
): Buffer | undefined {
  if (!path) return undefined;
  try {
    return readFileSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const found = code === 'ENOENT' ? `there is none at ${path}` : message;
    faults.push(`${name}: expected a PEM file; ${found}.`);
    return undefined;
  }
}

function configFrom(values: SettingValues, env: Record<string, string | undefined>): Omit<Config, 'tls' | 'warnings'> {
  const vendor = (name: Uppercase<Vendor>) => ({
    apiKey: values[`${name}_API_KEY`],
    baseUrl: values[`${name}_BASE_URL`],
  });
  return {
    port: usual(values.PORT),
    host: usual(values.HOST),
    publicUrl: values.PUBLIC_URL,
    trustProxy: usual(values.TRUST_PROXY),
    logLevel: usual(values.RINGBACK_LOG_LEVEL),
    metricsToken: values.RINGBACK_METRICS_TOKEN,
    checkResponses: usual(values.RINGBACK_CHECK_RESPONSES),
    dataDir: resolve(usual(values.RINGBACK_DATA_DIR)),
    databaseUrl: values.DATABASE_URL,
    secretKey: values.RINGBACK_SECRET_KEY,
    apiKey: values.RINGBACK_API_KEY,
    rateLimits: values.RINGBACK_RATE_LIMITS,
    recaptchaUrl: values.RINGBACK_RECAPTCHA_URL ?? '',
    calBaseUrl: values.RINGBACK_CAL_BASE_URL ?? '',
    egressAllow: usual(values.RINGBACK_EGRESS_ALLOW),
    publicIp: values.RINGBACK_PUBLIC_IP,
    udpPorts: usual(values.RINGBACK_UDP_PORTS),
    rtpPorts: usual(values.RINGBACK_RTP_PORTS),
    sip: {
      listen: usual(values.RINGBACK_SIP_LISTEN),
      allow: usual(values.RINGBACK_SIP_ALLOW),
      strangers: usual(values.RINGBACK_SIP_STRANGERS),
      ca: null,
      clientsMustProve: usual(values.RINGBACK_SIP_CLIENT_CERTIFICATES),
    },
    models: {
      offlineDir: values.RINGBACK_MODELS === null ? null : resolve(values.RINGBACK_MODELS),
      cacheDir: join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'), 'ringback', 'models'),
      huggingFaceUrl: usual(values.HF_ENDPOINT),
    },
    llm: {
      url: values.RINGBACK_LLM_URL,
      model: values.RINGBACK_LLM_MODEL,
      apiKey: values.RINGBACK_LLM_API_KEY,
      discovery: usual(values.RINGBACK_LLM_DISCOVERY),
    },
    embeddings: {
      url: values.RINGBACK_EMBEDDINGS_URL,
      model: usual(values.RINGBACK_EMBEDDINGS_MODEL),
      apiKey: values.RINGBACK_EMBEDDINGS_API_KEY,
      windowCharacters: usual(values.RINGBACK_EMBEDDINGS_WINDOW),
      closeCosine: values.RINGBACK_EMBEDDINGS_CLOSE === null ? null : values.RINGBACK_EMBEDDINGS_CLOSE / 100,
    },
    knowledge: {
      budgetMs: usual(values.RINGBACK_KNOWLEDGE_BUDGET_MS),
      maxBytes: usual(values.RINGBACK_KNOWLEDGE_MEMORY_MB) * 1024 * 1024,
    },
    tests: { judgeModel: usual(values.RINGBACK_JUDGE_MODEL), atOnce: usual(values.RINGBACK_TESTS_AT_ONCE) },
    vendors: {
      openai: vendor('OPENAI'),
      anthropic: vendor('ANTHROPIC'),
      google: vendor('GOOGLE'),
      deepgram: vendor('DEEPGRAM'),
      elevenlabs: vendor('ELEVENLABS'),
      cartesia: vendor('CARTESIA'),
      minimax: vendor('MINIMAX'),
      fish_audio: vendor('FISH_AUDIO'),
    },
    twilio: twilioFrom(values),
    telnyx: telnyxFrom(values),
  };
}

function twilioFrom(values: SettingValues): Config['twilio'] {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken } = values;
  if (accountSid === null || authToken === null) return null;
  return { accountSid, authToken, baseUrl: usual(values.TWILIO_BASE_URL) };
}

function telnyxFrom(values: SettingValues): Config['telnyx'] {
  const { TELNYX_API_KEY: apiKey, TELNYX_PUBLIC_KEY: publicKey } = values;
  if (apiKey === null || publicKey === null) return null;
  return {
    apiKey,
    publicKey,
    connectionId: values.TELNYX_CONNECTION_ID,
    messagingProfileId: values.TELNYX_MESSAGING_PROFILE_ID,
    baseUrl: usual(values.TELNYX_BASE_URL),
  };
}

/** The value of a setting that has a usual one. */
function usual<T>(value: T | null): T {
  if (value === null) throw new Error('This setting has no usual value: say one in config/settings.ts.');
  return value;
}
