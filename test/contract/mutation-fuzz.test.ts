// Valid bodies of real size, changed at one place each: the answer is a success that gives the document back, or an error that names the
// place. All operations with a JSON body, with every field that the document knows. `FUZZ_CASES` and `FUZZ_SEED` make it longer and
// different: `FUZZ_CASES=20000 node --test test/contract/mutation-fuzz.test.ts`.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OPERATIONS, type Operation, type OperationId } from '../../src/contract/index.ts';
import { EXAMPLES, makeWorld, type Example, type World } from '../support/examples.ts';
import { fillingOf } from '../support/fuzz/fill.ts';
import { changedAt, placesIn, type Change } from '../support/fuzz/mutate.ts';
import { faultOfMessage } from '../support/fuzz/message-fault.ts';
import { createRandom, type Random } from '../support/fuzz/random.ts';
import { sampleOf, type Path } from '../support/fuzz/sample.ts';
import { testServer, type Answer, type TestServer } from '../support/http.ts';

const CASES = Number(process.env.FUZZ_CASES ?? 1000);
const SEED = Number(process.env.FUZZ_SEED ?? 1);
/** In a hundred cases, how many of the bodies are of real size: 200 nodes, 500 tasks. */
const LARGE_PERCENT = 8;

type Op = Operation & { id: OperationId };

interface Target {
  op: Op;
  path: string;
  body: unknown;
  places: Path[];
}

/** What takes back a create, so that the next one finds what this one found. */
const UNDO: Partial<Record<OperationId, (made: Record<string, string>) => string>> = {
  createAgent: ({ agent_id }) => `/delete-agent/${agent_id}`,
  createChatAgent: ({ agent_id }) => `/delete-chat-agent/${agent_id}`,
  createRetellLLM: ({ llm_id }) => `/delete-retell-llm/${llm_id}`,
  createConversationFlow: ({ conversation_flow_id }) => `/delete-conversation-flow/${conversation_flow_id}`,
  createConversationFlowComponent: ({ conversation_flow_component_id }) =>
    `/delete-conversation-flow-component/${conversation_flow_component_id}`,
  createContact: ({ contact_id }) => `/delete-contact/${contact_id}`,
  importPhoneNumber: ({ phone_number }) => `/delete-phone-number/${encodeURIComponent(phone_number ?? '')}`,
  createWebCall: ({ call_id }) => `/v2/delete-call/${call_id}`,
  createWebCallV3: ({ call_id }) => `/v2/delete-call/${call_id}`,
  registerPhoneCall: ({ call_id }) => `/v2/delete-call/${call_id}`,
};
const DOCUMENTS = /RetellLLM$|ConversationFlow$|ConversationFlowComponent$/;

test(
  'valid bodies changed at one place are taken as they are, or refused with the name of the place',
  { timeout: CASES * 1000 },
  async (t) => {
    const server = await testServer(t);
    const db = server.database.db;
    await db.updateTable('workspaces').set({ concurrency_limit: 1_000_000 }).execute();
    const world = await makeWorld(server, { authorization: `Bearer ${server.key}` }, '+14155550100');
    const random = createRandom(SEED);
    const targets = await makeTargets(server, world, random);
    const report = createReport();
    for (let n = 0; n < CASES; n++) {
      const target = chooseTarget(targets, random);
      const change = changedAt(target.body, choosePlace(target.places, random), random);
      const answer = await server.send(target.op.method, target.path, change.text);
      const fault = faultOf(target, change, answer) && (await faultUnlessAlways(server, target, change, answer));
      report.add(target, change, answer, fault);
      if (answer.status < 300) await undo(server, target, answer);
    }
    t.diagnostic(report.text());
    assert.equal(report.faults.length, 0, report.faults.slice(0, 20).join('\n'));
    assert.equal((await server.send('GET', '/health')).status, 200);
  },
);

/** Every operation that takes JSON, with a small body and a large one; what this server can do is shown to work. */
async function makeTargets(
  server: TestServer,
  world: World,
  random: Random,
): Promise<Record<'small' | 'large', Target[]>> {
  const targets = { small: [] as Target[], large: [] as Target[] };
  for (const op of OPERATIONS) {
    if (!op.body || op.body.form) continue;
    const example = (EXAMPLES[op.id] as (world: World) => Example)(world);
    const path = op.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(example.params?.[name] ?? ''));
    for (const size of ['small', 'large'] as const) {
      const body = sampleOf(op.body.schema, random, fillingOf(world, op.id, size === 'large'));
      const target = { op, path, body, places: placesIn(body) };
      const answer = await server.send(op.method, path, body);
      if (!example.fails && !ONCE.has(op.id)) assert.ok(answer.status < 300, `${op.id}: ${answer.text}`);
      if (answer.status < 300) await undo(server, target, answer);
      if (size === 'small' || target.places.length > LARGE_PLACES) targets[size].push(target);
    }
  }
  return targets;
}

const LARGE_PLACES = 200;
/** What cannot be done twice. */
const ONCE = new Set<OperationId>(['repairAgent', 'createContactImport', 'backfillContactAnalysisData']);

async function undo(server: TestServer, { op }: Target, answer: Answer): Promise<void> {
  const path = UNDO[op.id]?.(answer.json);
  if (path) assert.equal((await server.send('DELETE', path)).status, 204, path);
}

function chooseTarget({ small, large }: Record<'small' | 'large', Target[]>, random: Random): Target {
  return random.pick(random.below(100) < LARGE_PERCENT ? large : small);
}

/** Half of them near the top, where most rules are; most places are deep. */
function choosePlace(places: Path[], random: Random): Path {
  const near = places.filter((path) => path.length <= 2);
  return random.pick(random.below(2) === 0 ? near : places);
}

function faultOf(target: Target, change: Change, answer: Answer): string | null {
  if (answer.status < 300) return DOCUMENTS.test(target.op.id) ? changedDocument(change.body, answer.json) : null;
  if (answer.status >= 500) return 'a fault of ours';
  if (answer.status === 429 || !target.op.errors.includes(answer.status)) return 'a status that is not listed';
  if (Object.keys(answer.json ?? {}).join() !== 'status,message' || answer.json.status !== 'error')
    return 'another shape';
  return faultOfMessage(answer.json.message, change);
}

/** Some refuse whatever is sent: then the change is not what the message is about. */
async function faultUnlessAlways(
  server: TestServer,
  target: Target,
  change: Change,
  answer: Answer,
): Promise<string | null> {
  if (answer.status < 300 || answer.status >= 500) return faultOf(target, change, answer);
  const unchanged = await server.send(target.op.method, target.path, target.body);
  if (unchanged.status < 300) await undo(server, target, unchanged);
  return unchanged.status >= 300 ? null : faultOf(target, change, answer);
}

/** What a document came back with otherwise than it was sent. */
function changedDocument(sent: unknown, answered: Record<string, unknown>): string | null {
  for (const [name, value] of Object.entries(sent as object)) {
    if (OURS.has(name)) continue;
    try {
      assert.deepEqual(answered[name] ?? null, value);
    } catch {
      return `${name} came back as ${JSON.stringify(answered[name])?.slice(0, 100)}`;
    }
  }
  return null;
}

/** What only the server says. */
const OURS = new Set([
  'conversation_flow_id',
  'conversation_flow_component_id',
  'llm_id',
  'version',
  'is_published',
  'last_modification_timestamp',
]);

function createReport() {
  const counts = new Map<string, number>();
  const faults: string[] = [];
  const count = (key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  return {
    faults,
    add({ op, path }: Target, change: Change, { status, text }: Answer, fault: string | null): void {
      count(`${status}`);
      count(`${change.kind}: ${status < 300 ? 'taken' : 'refused'}`);
      if (fault)
        faults.push(
          `${op.id} ${path} ${change.kind} at ${change.path.join('.').slice(0, 200)}: ${fault}: ${status} ${text.slice(0, 500)}`,
        );
    },
    text(): string {
      const lines = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, times]) => `${key} ${times}`);
      return `${CASES} cases, seed ${SEED}, ${faults.length} faults; ${lines.join(', ')}`;
    },
  };
}
