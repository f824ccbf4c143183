// Every operation against everybody who should not get in: no hole, and nothing that tells what others have.

import assert from 'node:assert/strict';
import { suite, test, before, after } from 'node:test';
import { OPERATIONS } from '../../src/contract/index.ts';
import { accessTo, operationsWithoutAccess } from '../../src/http/operation-access.ts';
import type { Handlers } from '../../src/http/operations/types.ts';
import { createApiKey, revokeApiKey } from '../../src/resources/api-key/index.ts';
import { EXAMPLES, formOf, makeWorld, type Example, type World } from '../support/examples.ts';
import { testServer, type TestServer } from '../support/http.ts';

type Operation = (typeof OPERATIONS)[number];
interface Answered {
  status: number;
  text: string;
}

const AREAS = ['build', 'monitor', 'deploy'] as const;
const by = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` });
const examples = EXAMPLES as Record<string, ((world: World) => Example) | undefined>;
const exampleOf = ({ id }: Operation, world: World): Example => examples[id]?.(world) ?? {};
/** Ids in the examples of those who will not get in anyway. */
const NOWHERE: World = new Proxy({}, { get: () => 'nowhere' });

async function ask(
  server: TestServer,
  operation: Operation,
  example: Example,
  headers: Record<string, string>,
): Promise<Answered> {
  const path = operation.path.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const value = example.params?.[name];
    assert.ok(value, `the example of ${operation.id} says nothing of ${name}`);
    return encodeURIComponent(value);
  });
  const query = new URLSearchParams(example.query).toString();
  const response = await fetch(`${server.url}${path}${query === '' ? '' : `?${query}`}`, {
    method: operation.method,
    headers: { ...headers, ...(example.body ? { 'content-type': 'application/json' } : {}) },
    ...(example.body ? { body: JSON.stringify(example.body) } : {}),
    ...(example.form ? { body: formOf(example.form) } : {}),
  });
  return { status: response.status, text: await response.text() };
}

test('every operation says what it needs, and has an example', () => {
  assert.deepEqual(operationsWithoutAccess(), [], 'rows of src/http/operation-access.ts');
  const missing = OPERATIONS.filter(({ id }) => !examples[id]).map(({ id }) => id);
  assert.deepEqual(missing, [], 'examples of test/support/examples.ts');
});

suite('who may not', () => {
  let server: TestServer;
  const reached: string[] = [];
  const closers: (() => Promise<void>)[] = [];
  after(async () => {
    for (const close of closers) await close();
  });

  before(async () => {
    const handlers = Object.fromEntries(OPERATIONS.map(({ id }) => [id, async () => void reached.push(id)]));
    const options = { handlers: handlers as Handlers, http: { checkAnswers: false } };
    server = await testServer({ after: (run) => void closers.push(run) }, options);
  });

  const keyOf = async (more: Partial<Parameters<typeof createApiKey>[1]> = {}) => {
    const deps = { db: server.database.db, envelope: server.envelope, now: Date.now };
    const { key, info } = await createApiKey(deps, { workspaceId: server.workspaceId, name: 'x', ...more });
    return { key, id: info.api_key_id };
  };

  test(
    'no key, a malformed, a wrong and a revoked one: 401 before anything is read',
    { timeout: 120_000 },
    async () => {
      const { key: revoked, id } = await keyOf();
      const deps = { db: server.database.db, envelope: server.envelope, now: Date.now };
      await revokeApiKey(deps, { workspaceId: server.workspaceId, apiKeyId: id });
      const credentials: Record<string, Record<string, string>> = {
        none: {},
        malformed: { authorization: server.key },
        'another scheme': { authorization: `Basic ${server.key}` },
        wrong: by('key_0123456789abcdef0123456789abcdef'),
        revoked: by(revoked),
        'wrong public key': by('public_key_0123456789abcdef0123456789abcdef'),
        'forged session': { cookie: 'ringback_session=eyJ3b3Jrc3BhY2VfaWQiOiJ4In0.AAAA' },
      };
      const body = '{"status":"error","message":"API key is missing or invalid."}';
      for (const operation of OPERATIONS)
        for (const [name, headers] of Object.entries(credentials)) {
          const answer = await ask(server, operation, exampleOf(operation, NOWHERE), headers);
          assert.deepEqual(answer, { status: 401, text: body }, `${operation.id} with ${name}`);
        }
      assert.deepEqual(reached, []);
    },
  );

  test('a key of the wrong scope: 403 with the permission that is missing', { timeout: 120_000 }, async () => {
    const full = Object.fromEntries(AREAS.map((area) => [area, 'edit' as const]));
    const scoped = new Map<string, string>();
    for (const area of AREAS) {
      const { [area]: _own, ...others } = full;
      scoped.set(`all but ${area}`, (await keyOf({ permissions: others })).key);
      scoped.set(`only reads ${area}`, (await keyOf({ permissions: { ...full, [area]: 'read' } })).key);
      scoped.set(`reads ${area}`, (await keyOf({ permissions: { [area]: 'read' } })).key);
      scoped.set(`edits ${area}`, (await keyOf({ permissions: { [area]: 'edit' } })).key);
    }
    const everything = (await keyOf({ permissions: full })).key;
    for (const operation of OPERATIONS) {
      const { area, verb } = accessTo(operation);
      const send = (key = '') => ask(server, operation, exampleOf(operation, NOWHERE), by(key));
      if (area === 'any') {
        assert.notEqual((await send((await keyOf({ permissions: {} })).key)).status, 403, operation.id);
      } else if (area === 'keys' || area === 'admin') {
        assert.equal((await send(everything)).status, 403, operation.id);
      } else {
        const refused = await send(scoped.get(`all but ${area}`));
        assert.equal(refused.status, 403, operation.id);
        assert.ok(refused.text.includes(`the permission ${verb} ${area}`), refused.text);
        if (verb === 'edit') assert.equal((await send(scoped.get(`only reads ${area}`))).status, 403, operation.id);
        assert.deepEqual(reached, [], operation.id);
        await send(scoped.get(`${verb}s ${area}`));
        assert.equal(reached.at(-1), operation.id, `and the right one gets in: ${operation.id}`);
      }
      reached.length = 0;
    }
  });

  test('a public key: the operations for browsers from its own pages, nothing else', { timeout: 120_000 }, async () => {
    const publicKey = { allowed_domains: ['shop.test'], recaptcha: null };
    const { key } = await keyOf({ publicKey });
    const forBrowsers: string[] = [];
    for (const operation of OPERATIONS) {
      const example = exampleOf(operation, NOWHERE);
      const elsewhere = await ask(server, operation, example, { ...by(key), origin: 'https://evil.test' });
      assert.equal(elsewhere.status, 401, operation.id);
      assert.ok(elsewhere.text.includes('Public key is not allowed for this domain'));
      assert.deepEqual(reached, [], operation.id);
      const { status } = await ask(server, operation, example, { ...by(key), origin: 'https://shop.test' });
      if (reached.length > 0) forBrowsers.push(operation.id);
      else assert.equal(status, 403, operation.id);
      reached.length = 0;
    }
    const expected = ['createChat', 'createChatCompletion', 'createPhoneCall', 'createWebCall', 'createWebCallV3'];
    assert.deepEqual(forBrowsers.sort(), expected);
  });
});

suite('what others have', () => {
  let server: TestServer;
  let mine: World;
  let theirs: World;
  let stranger: Record<string, string>;
  const closers: (() => Promise<void>)[] = [];
  after(async () => {
    for (const close of closers) await close();
  });

  before(
    async () => {
      server = await testServer({ after: (run) => void closers.push(run) });
      const made = await server.send('POST', '/create-workspace', { org_name: 'Theirs' });
      stranger = by(made.json.api_key);
      mine = await makeWorld(server, by(server.key), '+14155550111');
      theirs = await makeWorld(server, stranger, '+14155550122');
    },
    { timeout: 60_000 },
  );

  test('every list holds what is one’s own', async () => {
    const foreignIds = Object.values(theirs);
    for (const operation of OPERATIONS) {
      if (!/^list[A-Z]/.test(operation.id)) continue;
      const { status, text } = await ask(server, operation, exampleOf(operation, mine), by(server.key));
      assert.equal(status, 200, `${operation.id}: ${text}`);
      for (const id of foreignIds) assert.ok(!text.includes(id), `${operation.id} shows ${id}`);
    }
  });

  test('looks like what is not there, in the path, the query and the body', { timeout: 240_000 }, async () => {
    const before = await everythingOf(stranger, theirs);
    let compared = 0;
    for (const operation of OPERATIONS) {
      const own = exampleOf(operation, mine);
      for (const name of Object.keys(mine)) {
        const id = mine[name] as string;
        const foreign = replaced(own, id, theirs[name] as string);
        if (JSON.stringify(foreign) === JSON.stringify(own)) continue;
        const unknownId = unlike(id);
        const [a, b] = [
          await ask(server, operation, foreign, by(server.key)),
          await ask(server, operation, replaced(own, id, unknownId), by(server.key)),
        ];
        const label = `${operation.id} with another's ${name}`;
        assert.deepEqual(plain(a, theirs[name] as string), plain(b, unknownId), label);
        const inPath = Object.values(own.params ?? {}).includes(id);
        if (inPath) assert.ok(a.status >= 400, `${label}: ${a.status} ${a.text}`);
        compared += 1;
      }
    }
    assert.ok(compared > 100, `${compared} comparisons`);
    assert.deepEqual(await everythingOf(stranger, theirs), before, 'and nothing of theirs has changed');
  });

  test('the examples are real: their own workspace answers them', { timeout: 120_000 }, async () => {
    const deletes = (operation: Operation): boolean =>
      operation.method === 'DELETE' || operation.id === 'cancelBatchCall';
    const ordered = [...OPERATIONS.filter((each) => !deletes(each)), ...OPERATIONS.filter(deletes).toSorted(byNeed)];
    const wrong: string[] = [];
    for (const operation of ordered) {
      const example = exampleOf(operation, mine);
      const { status, text } = await ask(server, operation, example, by(server.key));
      if (status !== (example.fails ?? operation.success.status))
        wrong.push(`${operation.id}: ${status} ${text.slice(0, 200)}`);
    }
    assert.deepEqual(wrong, []);
  });

  /** Everything that one's own reading operations show. */
  async function everythingOf(headers: Record<string, string>, world: World): Promise<Record<string, Answered>> {
    const shown: Record<string, Answered> = {};
    for (const operation of OPERATIONS) {
      const isRead = accessTo(operation).verb === 'read';
      if (!isRead || operation.id === 'listAuditLog' || operation.id === 'listApiKeys') continue;
      shown[operation.id] = await ask(server, operation, exampleOf(operation, world), headers);
    }
    return shown;
  }
});

/** Agents before their engines, sources before their knowledge base. */
function byNeed(a: Operation, b: Operation): number {
  const first = ['deleteAgentTag', 'deleteAgentVersion', 'deleteKnowledgeBaseSource', 'deleteAgent', 'deleteChatAgent'];
  const rank = ({ id }: Operation): number => (first.includes(id) ? first.indexOf(id) : first.length);
  return rank(a) - rank(b);
}

/** The example with every occurrence of one id exchanged. */
function replaced(example: Example, id: string, by: string): Example {
  const exchange = (value: unknown): unknown => {
    if (value instanceof File) return value;
    if (typeof value === 'string') return value === id ? by : value;
    if (Array.isArray(value)) return value.map(exchange);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, exchange(part)]));
  };
  return exchange(example) as Example;
}

/** An id of the same shape that nobody has. */
function unlike(id: string): string {
  return id.startsWith('+') ? '+14155550188' : id.replace(/[0-9a-f]{8}$/, '0badf00d');
}

/** The answer without what differs from one request to the next. */
function plain({ status, text }: Answered, id: string): Answered {
  return {
    status,
    text: text
      .replaceAll(id, 'ID')
      .replace(/"[a-z_]+_[0-9a-f]{10,}"/g, '"MADE"')
      .replace(/eyJ[\w.-]+/g, 'TOKEN')
      .replace(/[0-9a-f]{64}/g, 'FOLDER')
      .replace(/\(error_[0-9a-f]+ /g, '(error ')
      .replace(/\b1[78]\d{11}\b/g, 'TIME'),
  };
}
