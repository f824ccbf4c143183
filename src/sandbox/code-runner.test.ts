import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listenToConsole, testCodeRunner } from '../../test/support/code-runner.ts';

const runner = testCodeRunner();

test('a text is returned as it is, everything else as JSON, nothing as null', async () => {
  assert.deepEqual(await runner.outcome('return "plain ä😀"'), { successful: true, result: 'plain ä😀' });
  assert.deepEqual(await runner.outcome('return { a: [1, null, "x"], u: undefined }'), {
    successful: true,
    result: '{"a":[1,null,"x"]}',
  });
  for (const nothing of ['', 'return', 'return undefined', 'return () => 1'])
    assert.deepEqual(await runner.outcome(nothing), { successful: true, result: 'null' });
  assert.deepEqual(await runner.outcome('return ""'), { successful: true, result: '' });
});

test('programs see dv and metadata, and wait at their top', async () => {
  const code =
    'const wait = (v) => new Promise((r) => setTimeout(r, 1, v)); return [await wait(dv.name), metadata.plan, typeof metadata.none]';
  const given = { dv: { name: 'Ada "}\u2028', __proto__x: '1' }, metadata: { plan: { tier: 2 } } };
  assert.deepEqual(await runner.value(code, given), ['Ada "}\u2028', { tier: 2 }, 'undefined']);
});

test('what a program throws is its failure, with the line it was thrown on', async () => {
  const words = async (code: string) => (await runner.fault(code)).message;
  assert.equal(await words('const a = 1;\n\nthrow new RangeError("too far")'), 'RangeError: too far (line 3)');
  assert.match(await words('return nowhere'), /^ReferenceError: .*nowhere.* \(line 1\)$/);
  assert.match(await words('let a = 1;\nlet b = ;'), /^SyntaxError: .* \(line 2\)$/);
  assert.equal(await words('throw "just words"'), 'The code threw just words');
  assert.equal(await words('throw { code: 7 }'), 'The code threw {"code":7}');
  assert.equal(await words('await Promise.reject(null)'), 'The code threw null');
  assert.equal((await runner.fault('throw 1')).why, 'threw');
});

test('results that JSON cannot hold are failures', async () => {
  for (const code of ['const a = {}; a.a = a; return a', 'return 10n', 'return { get x() { throw new Error("no") } }'])
    assert.equal((await runner.fault(code)).why, 'threw');
});

test('console lines come while the program runs, in order, cut in number and length', async () => {
  const heard = listenToConsole();
  const code =
    'console.log("one", { a: 1 }, 2n, new TypeError("t")); console.warn("two"); console.error("x".repeat(5000)); for (let i = 0; i < 1000; i++) console.log(i);';
  await runner.outcome(code, { console: heard.console });
  assert.deepEqual(heard.lines.slice(0, 2), [
    { level: 'info', text: 'one {"a":1} 2 TypeError: t' },
    { level: 'warn', text: 'two' },
  ]);
  assert.deepEqual([heard.lines[2]?.level, heard.lines[2]?.text.length, heard.lines.length], ['error', 1_000, 100]);
});

test('what the console was told is kept although the program never ends', async () => {
  const heard = listenToConsole();
  const stop = new AbortController();
  const end = runner.fault('console.log("before"); while (true);', { console: heard.console, signal: stop.signal });
  assert.deepEqual(await heard.first, { level: 'info', text: 'before' });
  stop.abort();
  assert.equal((await end).why, 'aborted');
});

test('a program that waits for what never comes is stuck, at once', async () => {
  assert.equal((await runner.fault('await new Promise(() => {})')).why, 'stuck');
  assert.equal((await runner.fault('await { then() {} }')).why, 'stuck');
});

test('a program is over at its time, whatever it does', async () => {
  const forms = [
    'while (true);',
    'for (;;) await null;',
    'await new Promise((r) => setTimeout(r, 50000))',
    'setInterval(() => {}, 1); await new Promise(() => {})',
    'const again = () => Promise.resolve().then(again); again(); await new Promise(() => {})',
  ];
  const ends = await Promise.all(forms.map((code) => runner.fault(code, { timeoutMs: 400 })));
  for (const end of ends) assert.deepEqual(end, { why: 'timeout', message: 'The code took longer than 400 ms.' });
  assert.equal(await runner.value('return 1'), 1);
});

test('the end of the conversation ends the program and its process', async () => {
  const over = new AbortController();
  over.abort();
  assert.equal((await runner.fault('return 1', { signal: over.signal })).why, 'aborted');
});

test('nothing of a program is left for the next one, in the same process', async () => {
  const alone = testCodeRunner({ maxProcesses: 1 });
  await alone.value('globalThis.left = dv.secret; Array.prototype.left = 1; JSON.stringify = () => "mine"; return 1', {
    dv: { secret: 's' },
  });
  const pids = alone.pids;
  assert.deepEqual(await alone.value('return [typeof left, [].left ?? null, Object.keys(dv)]'), [
    'undefined',
    null,
    [],
  ]);
  assert.deepEqual(alone.pids, pids);
});

test('twenty at once each have their own, in a few processes', async () => {
  const few = testCodeRunner({ maxProcesses: 3 });
  const code = 'await new Promise((r) => setTimeout(r, 5)); return dv.n';
  const results = await Promise.all(Array.from({ length: 20 }, (_, n) => few.value(code, { dv: { n: String(n) } })));
  assert.deepEqual(
    results,
    Array.from({ length: 20 }, (_, n) => n),
  );
  assert.ok(few.pids.length <= 3);
});

test('who waits for a place waits within its time, and the others are not disturbed', async () => {
  const one = testCodeRunner({ maxProcesses: 1 });
  const heard = listenToConsole();
  const stop = new AbortController();
  const first = one.fault('console.log("here"); while (true);', { console: heard.console, signal: stop.signal });
  await heard.first;
  const late = one.fault('return 1', { timeoutMs: 100 });
  const patient = one.value('return 2');
  assert.equal((await late).why, 'timeout');
  stop.abort();
  assert.deepEqual([(await first).why, await patient], ['aborted', 2]);
});

test('a process that is killed under a program is replaced; others do not notice', async () => {
  const heard = listenToConsole();
  const pool = testCodeRunner({ maxProcesses: 1 });
  const broken = pool.fault('console.log("in"); while (true);', { console: heard.console });
  const waiting = pool.value('return "after"'.replace('"after"', '7'));
  await heard.first;
  for (const pid of pool.pids) process.kill(pid, 'SIGKILL');
  assert.equal((await broken).why, 'crashed');
  assert.equal(await waiting, 7);
});

test('closing ends what runs and what waits, and nothing is left', async () => {
  const closing = testCodeRunner({ maxProcesses: 1 });
  const heard = listenToConsole();
  const running = closing.fault('console.log("in"); while (true);', { console: heard.console });
  await heard.first;
  const waiting = closing.fault('return 1');
  const pids = closing.pids;
  await Promise.all([closing.close(), closing.close()]);
  assert.deepEqual([(await running).why, (await waiting).why], ['closed', 'closed']);
  assert.equal((await closing.fault('return 1')).why, 'closed');
  for (const pid of pids) assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
});

test('a workspace whose programs never end leaves places to the others, and gets its own back', async () => {
  const narrow = testCodeRunner({ maxProcesses: 2 });
  const end = new AbortController();
  const heard = listenToConsole();
  const endless = { workspaceId: 'org_a', signal: end.signal, console: heard.console };
  const loops = [1, 2, 3].map(() => narrow.outcome('console.log("in"); while (true);', endless));
  await heard.first;
  assert.equal(await narrow.value('return 42', { workspaceId: 'org_b' }), 42);
  assert.equal(heard.lines.length, 1, 'the other loops wait for their own');
  end.abort();
  for (const outcome of await Promise.all(loops)) assert.equal(outcome.successful ? '' : outcome.why, 'aborted');
  assert.equal(await narrow.value('return 43', { workspaceId: 'org_a' }), 43);
});
