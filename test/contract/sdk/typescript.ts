// Everything that each official TypeScript SDK can do, as life cycles that can run one after the other.

import Newest from 'retell-sdk';
import Nearest from 'retell-sdk-contract';
import { newerAgents, olderAgents } from './agents.ts';
import { newerCalls, olderCalls, telephone } from './calls.ts';
import { newerChats, olderChats, simulationTests } from './chats.ts';
import { flows, knowledgeBases, languageModels, type Client } from './engines.ts';
import { methodsOf, namedClient } from './methods.ts';
import { contacts, voices, whatStandsAlone } from './others.ts';
import type { World } from './world.ts';

export interface TypeScriptSdk {
  version: string;
  methods: string[];
  /** By name. */
  lives: Record<string, (at: Connection) => Promise<void>>;
}

/** `url`: where the SDK is sent to. */
export interface Connection {
  world: World;
  url: string;
}

type Life<T> = (client: T, world: World) => Promise<void>;

/** What both do. */
const SHARED: Life<Client>[] = [languageModels, flows, knowledgeBases, telephone, simulationTests, voices];

export const NEAREST = typeScriptSdk(Nearest, '5.13.0', [
  ...(SHARED as unknown as Life<Nearest>[]),
  olderAgents,
  olderCalls,
  olderChats,
]);

export const NEWEST = typeScriptSdk(Newest, '5.66.1', [
  ...SHARED,
  newerAgents,
  newerCalls,
  newerChats,
  contacts,
  whatStandsAlone,
]);

function typeScriptSdk<T extends object>(
  Sdk: new (options: { apiKey: string; baseURL: string; maxRetries: number }) => T,
  version: string,
  lives: Life<T>[],
): TypeScriptSdk {
  const run =
    (life: Life<T>) =>
    ({ world, url }: Connection) =>
      life(namedClient(Sdk, { apiKey: world.server.key, baseURL: url, maxRetries: 0 }), world);
  return {
    version,
    methods: methodsOf(new Sdk({ apiKey: '', baseURL: '', maxRetries: 0 })),
    lives: Object.fromEntries(lives.map((life) => [life.name, run(life)])),
  };
}
