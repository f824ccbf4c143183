// Simulation tests on a test server: its agent, its users and its judge are scripts, one for each name of a model.

import assert from 'node:assert/strict';
import { silentLog } from '../../src/interfaces/log.ts';
import { createScriptedMind, type ScriptedMind, type ScriptedMindOptions } from '../../src/providers/scripted/index.ts';
import {
  runTests,
  SIMULATION_LIMITS,
  type RunTestsDeps,
  type SimulationLimits,
} from '../../src/resources/simulation/index.ts';
import { testServer, type TestServer, type TestServerOptions } from './http.ts';
import { choice, notAborted } from './jobs.ts';
import type { Scope } from './scope.ts';

export interface Simulations {
  server: TestServer;
  minds: Readonly<Record<'agent' | 'user' | 'judge', ScriptedMind>>;
  /** Pauses that were asked for before a model was asked again, ms. */
  pauses: number[];
  /** Makes a case on a Retell LLM; fields go over the usual ones. */
  addCase(fields?: object, llm?: object): Promise<any>;
  createBatch(testCase: any, fields?: object): Promise<any>;
  /** Plays whatever waits. */
  play(deps?: Partial<RunTestsDeps>, signal?: AbortSignal): Promise<void>;
  /** A batch of this case alone, played: its only run. */
  playCase(testCase: any, fields?: object): Promise<any>;
  runsOf(batch: any): Promise<any[]>;
}

export interface SimulationScripts {
  agent: ScriptedMindOptions['turns'];
  user?: ScriptedMindOptions['turns'];
  judge?: ScriptedMindOptions['turns'];
  limits?: Partial<SimulationLimits>;
  server?: TestServerOptions;
}

/** What the judge says: passed or not, with a reason each. */
export function verdict(...passed: boolean[]): { say: string } {
  const results = passed.map((each, i) => ({ metric: i + 1, reason: `Reason ${i + 1}.`, passed: each }));
  return { say: JSON.stringify({ results }) };
}

export async function simulations(t: Scope, scripts: SimulationScripts): Promise<Simulations> {
  const mind = (turns: ScriptedMindOptions['turns'] = []): ScriptedMind =>
    createScriptedMind({ turns, provider: 'openai' });
  const minds = { agent: mind(scripts.agent), user: mind(scripts.user), judge: mind(scripts.judge) };
  const thinking = (name: string | null) => choice(minds[name === 'user' || name === 'judge' ? name : 'agent']);
  const server = await testServer(t, { ...scripts.server, resources: { thinking, ...scripts.server?.resources } });
  const pauses: number[] = [];

  const given = (): RunTestsDeps => {
    const { egress, webhookKey, now } = server.deps.resources;
    return {
      db: server.database.jobs,
      log: silentLog,
      engines: { ...server.deps.resources, egress, webhookKey, wallClock: now },
      judgeModel: 'judge',
      atOnce: 4,
      shiftMs: 600_000,
      pause: async (ms) => void pauses.push(ms),
      limits: { ...SIMULATION_LIMITS, ...scripts.limits },
    };
  };
  const post = async (path: string, body: object): Promise<any> => {
    const { status, json, text } = await server.send('POST', path, body);
    assert.equal(status, 201, text);
    return json;
  };
  const all: Simulations = {
    server,
    minds,
    pauses,
    async addCase(fields = {}, llm = {}) {
      const engine = { general_prompt: 'You book tables.', begin_message: 'Hello, {{name}}.', model: 'agent', ...llm };
      const { llm_id } = await post('/create-retell-llm', engine);
      return post('/create-test-case-definition', {
        name: 'Books a table',
        response_engine: { type: 'retell-llm', llm_id },
        user_prompt: 'You are {{name}} and want a table.',
        dynamic_variables: { name: 'Ada' },
        metrics: ['A table was booked.'],
        llm_model: 'user',
        ...fields,
      });
    },
    createBatch: (testCase, fields = {}) =>
      post('/create-batch-test', {
        test_case_definition_ids: [testCase.test_case_definition_id],
        response_engine: testCase.response_engine,
        ...fields,
      }),
    play: (deps = {}, signal = notAborted) => runTests({ ...given(), ...deps }, server.workspaceId, signal),
    async playCase(testCase, fields = {}) {
      const batch = await all.createBatch(testCase, fields);
      await all.play();
      return (await all.runsOf(batch))[0];
    },
    runsOf: async (batch) => (await server.send('GET', `/list-test-runs/${batch.test_case_batch_job_id}`)).json,
  };
  return all;
}
