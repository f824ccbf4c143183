// Programs that mean harm: what they reach is nothing, and what they break is theirs.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { afterEach, test } from 'node:test';
import { testCodeRunner } from '../../test/support/code-runner.ts';

const runner = testCodeRunner({ maxProcesses: 2 });

afterEach(async () => {
  assert.equal(await runner.value('return 6 * 7'), 42, 'the next program runs');
});

test('there is no Node and no browser to be found', async () => {
  const names =
    '["process","require","module","Buffer","WebAssembly","SharedArrayBuffer","Worker","XMLHttpRequest","WebSocket","Deno","std","os","scriptArgs","print","globalThis.process","host","__dirname"]';
  assert.deepEqual(
    await runner.value(
      `return ${names}.filter((n) => { try { return eval("typeof " + n) !== "undefined" } catch { return false } })`,
    ),
    [],
  );
});

test('constructors lead to the machine and nowhere else', async () => {
  const roots = [
    'fetch',
    'console.log',
    'setTimeout',
    'Response',
    'URL',
    'crypto.randomUUID',
    'Intl.DateTimeFormat',
    '(async () => {})',
    '(function* () {})',
    'dv',
    'metadata',
    'new URL("http://a/")',
    'await fetch("x").catch((e) => e)',
  ];
  for (const root of roots) {
    const code = `const F = (${root}).constructor.constructor; return F("return typeof process + typeof require + (this === globalThis)")()`;
    const end = await runner.outcome(code);
    assert.ok(end.successful, `${root}: ${JSON.stringify(end)}`);
    assert.equal(end.result, 'undefinedundefinedtrue', root);
  }
});

test('nothing can be imported', async () => {
  for (const what of [
    'node:fs',
    'fs',
    './machine.ts',
    'globals/index.ts',
    'globals/host.ts',
    'file:///etc/passwd',
    'std',
    'data:text/javascript,1',
  ])
    assert.equal((await runner.fault(`await import(${JSON.stringify(what)})`)).why, 'threw');
  assert.match((await runner.fault('import fs from "fs"; return 1')).message, /SyntaxError/);
});

test('the way to the world outside is not reachable by changing the language', async () => {
  const code = `
    const found = [];
    const isForeign = (x) => typeof x === 'function' && !String(x).includes('=>') && /host|ask/.test(x.name);
    for (const [owner, name] of [[Map.prototype, 'set'], [Map.prototype, 'get'], [Promise.prototype, 'then'], [Function.prototype, 'call'], [JSON, 'parse'], [JSON, 'stringify'], [Array.prototype, 'map']]) {
      const before = owner[name];
      owner[name] = function (...given) { for (const x of [this, ...given]) if (isForeign(x)) found.push(name); return Reflect.apply(before, this, given); };
    }
    Object.defineProperty(Object.prototype, 'toJSON', { value() { if (isForeign(this)) found.push('toJSON'); return this; }, configurable: true });
    console.log('x', { a: 1 });
    new URL('http://a/?b=1').searchParams.append('c', 'd');
    await new Promise((r) => setTimeout(r, 1));
    await fetch('http://a/').catch(() => {});
    delete Object.prototype.toJSON;
    return found;`;
  assert.deepEqual(await runner.value(code), []);
});

test('prototypes of ours are not polluted by what a program hands out', async () => {
  const code = `
    console.log({ __proto__: { polluted: 1 } });
    const evil = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}');
    try { await fetch("http://a/", { headers: evil }); } catch {}
    try { new Intl.DateTimeFormat("en", evil).format(0); } catch {}
    new URLSearchParams(evil).toString();
    return evil;`;
  const value = await runner.value(code);
  assert.ok(Object.hasOwn(value as object, '__proto__'));
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  assert.equal(await runner.value('return ({}).polluted ?? 5'), 5);
});

test('proxies, getters and conversions of results run in the machine, and what they throw is a failure', async () => {
  const value = await runner.value(
    'return new Proxy({}, { ownKeys: () => ["a"], getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }), get: () => 5 })',
  );
  assert.deepEqual(value, { a: 5 });
  const throwing = [
    'return new Proxy({}, { get() { throw new Error("trap") }, ownKeys() { throw new Error("trap") } })',
    'return { toJSON() { throw new Error("trap") } }',
    'throw new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 1 } })',
    'throw { toString() { throw 1 }, toJSON() { throw 1 } }',
    'const e = new Error("x"); Object.defineProperty(e, "message", { get() { throw 1 } }); throw e',
    'const e = new Error("x"); Object.defineProperty(e, "stack", { get() { while (true); } }); throw 1',
  ];
  for (const code of throwing) assert.equal((await runner.fault(code)).why, 'threw', code);
  const endless = 'throw { toJSON() { while (true); } }';
  assert.equal((await runner.fault(endless, { timeoutMs: 300 })).why, 'timeout');
});

test('what eats memory ends by itself, and its process with it', async () => {
  const bombs = [
    'const a = []; while (true) a.push(new Array(10000).fill(1))',
    'const a = []; while (true) a.push(new ArrayBuffer(8e6))',
    'let s = "x"; while (true) s += s + Math.random()',
    'return "x".repeat(2 ** 30)',
    'return new Array(2 ** 26).fill("long text")',
    'return JSON.stringify(new Array(1e6).fill("\\u0001".repeat(60)))',
    'const all = []; while (true) all.push(Promise.resolve())',
  ];
  const ends = await Promise.all(bombs.map((code) => runner.fault(code)));
  for (const [index, { why, message }] of ends.entries()) {
    assert.ok(['threw', 'memory', 'crashed'].includes(why), `${bombs[index]}: ${why}`);
    if (why === 'threw') assert.match(message, /memory|too long|invalid|length/i);
  }
  const all = await Promise.all(runner.pids.map(residentMb));
  for (const mb of all) assert.ok(mb < 200, `${mb} MB`);
});

test('endless depth is a failure, not a crash', async () => {
  const forms = [
    '(function f() { f() })()',
    'const f = async () => { await f() }; await f()',
    'let g = {}; for (let i = 0; i < 1e5; i++) g = { g }; return g',
    'return JSON.parse("[".repeat(1e5))',
    'return eval("(".repeat(1e5))',
    'return new RegExp("(".repeat(1e5) + ")".repeat(1e5)).test("")',
    'const p = new Proxy({}, { get: (t, k, r) => r[k] }); return p.x',
    'return String([1].reduce((a) => { for (let i = 0; i < 1e5; i++) a = [a]; return a }, []))',
  ];
  for (const code of forms) {
    const end = await runner.outcome(code);
    assert.ok(!end.successful, code);
    assert.ok(['threw', 'memory'].includes(end.why), `${code}: ${end.why}`);
  }
});

test('what never comes back from native code is killed at its time', async () => {
  const forms = [
    'return /^(a+)+$/.test("a".repeat(40) + "b")',
    'return new Array(2 ** 32 - 1).indexOf(1)',
    'return "a".repeat(4e6).indexOf("a".repeat(2e6) + "b")',
    'return Array.from({ length: 2 ** 53 - 1 }, () => 0)',
  ];
  const ends = await Promise.all(forms.map((code) => runner.outcome(code, { timeoutMs: 1_500 })));
  for (const [index, end] of ends.entries())
    assert.ok(
      end.successful || ['timeout', 'memory', 'threw'].includes(end.why),
      `${forms[index]}: ${JSON.stringify(end)}`,
    );
  assert.ok(ends.some((end) => !end.successful && end.why === 'timeout'));
});

test('waiting on memory that threads would share is not possible', async () => {
  assert.deepEqual(await runner.value('return [typeof Atomics, typeof SharedArrayBuffer]'), ['undefined', 'undefined']);
});

test('a closing bracket in the code changes nothing but the code itself', async () => {
  assert.equal((await runner.fault('return 1 }); throw new Error("out"); (async () => {')).why, 'threw');
  assert.match((await runner.fault('}')).message, /SyntaxError/);
  assert.equal(await runner.value('return 3 // the end'), 3);
});

test('the globals may be broken by the program that has them', async () => {
  const code =
    'Promise.prototype.then = null; JSON = null; Object.defineProperty = null; globalThis.fetch = null; Symbol.iterator; return 1';
  const end = await runner.outcome(code, { timeoutMs: 3_000 });
  assert.ok(end.successful || ['threw', 'stuck', 'timeout'].includes(end.why));
});

test('thousands of timers, and lines, and texts that are too long are refused or cut', async () => {
  assert.match(
    (await runner.fault('for (let i = 0; i < 2000; i++) setTimeout(() => {}, 50000)')).message,
    /1000 timers/,
  );
  const end = await runner.outcome('return "x".repeat(3e6)');
  assert.equal(end.successful && end.result.length, 1_048_576);
  assert.match((await runner.fault('new URL("http://a/" + "x".repeat(3e6))')).message, /too long/);
});

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}
