// What programs find beside the language itself, held against Node's own.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testCodeRunner } from '../../test/support/code-runner.ts';

const runner = testCodeRunner({ maxProcesses: 2 });

/** Both must come to the same. */
async function same(code: string): Promise<void> {
  const here = await (new Function(`return (async () => {${code}\n})()`) as () => Promise<unknown>)();
  assert.deepEqual(await runner.value(code), JSON.parse(JSON.stringify(here)), code);
}

test('URL and URLSearchParams are the web’s', async () => {
  await same(
    `const u = new URL('/a b?x=1&x=2#h', 'https://user:pw@Ex.com:8443/z'); return [u.href, u.origin, u.host, u.port, u.username, u.search, u.hash, u.searchParams.getAll('x'), JSON.stringify(u), String(u)]`,
  );
  await same(
    `const u = new URL('https://a.com/'); u.searchParams.append('q', 'ä &'); u.searchParams.set('r', 1); u.pathname = '/p'; u.hash = 'x'; const one = u.href; u.search = '?z=2'; return [one, u.href, u.searchParams.get('z'), u.searchParams.has('q')]`,
  );
  await same(
    `const p = new URLSearchParams({ b: '2', a: '1' }); p.sort(); p.append('a', 3); p.delete('b'); return [p.toString(), [...p], [...p.keys()], p.size, p.get('none')]`,
  );
  await same(
    `return [new URLSearchParams('?a=%20b&c').toString(), new URLSearchParams([['a', 1]]).toString(), URL.canParse('nope'), URL.canParse('http://a')]`,
  );
  assert.match((await runner.fault('new URL("nope")')).message, /TypeError: Invalid URL/);
});

test('base64 and UTF-8 are the web’s', async () => {
  await same(`return ['', 'a', 'ab', 'abc', 'ÿ\\u0000'].map((t) => [btoa(t), atob(btoa(t))])`);
  await same(`return ['', 'ä', '€😀', '\\ud800x'].map((t) => [...new TextEncoder().encode(t)])`);
  await same(
    `return [[0xe4], [0xf0, 0x9f, 0x98, 0x80], [0xff, 0x41], [0xc3], []].map((b) => new TextDecoder().decode(new Uint8Array(b)))`,
  );
  for (const code of ['btoa("€")', 'atob("a")', 'atob("***")']) assert.equal((await runner.fault(code)).why, 'threw');
});

test('dates, numbers and lists are written as in Node', async () => {
  await same(
    `const at = new Date(Date.UTC(2026, 2, 8, 15, 4, 5)); return ['America/New_York', 'Asia/Kolkata', 'UTC'].map((timeZone) => at.toLocaleString('en-US', { timeZone, dateStyle: 'full', timeStyle: 'long' }))`,
  );
  await same(
    `const f = new Intl.DateTimeFormat('de-DE', { timeZone: 'Europe/Berlin', weekday: 'long', hour: '2-digit' }); return [f.format(0), f.formatToParts(new Date(1e12)), f.resolvedOptions().timeZone]`,
  );
  await same(
    `const d = new Date(Date.UTC(2020, 0, 2)); return [d.toLocaleDateString('en-GB', { timeZone: 'UTC' }), d.toLocaleTimeString('en-US', { timeZone: 'UTC' }), d.toLocaleDateString('fr-FR', { timeZone: 'UTC', month: 'long' })]`,
  );
  await same(
    `return [(1234.5).toLocaleString('de-DE', { style: 'currency', currency: 'EUR' }), new Intl.NumberFormat('en-IN').format(1e7), new Intl.PluralRules('en', { type: 'ordinal' }).select(2), new Intl.ListFormat('en').format(['a', 'b', 'c']), new Intl.RelativeTimeFormat('en').format(-1, 'day')]`,
  );
  await same(`return ['b', 'ä', 'a'].sort(new Intl.Collator('de').compare)`);
  assert.match((await runner.fault('new Intl.DateTimeFormat("en", { timeZone: "Mars/Base" })')).message, /RangeError/);
  assert.match(
    (await runner.fault('new Intl.DateTimeFormat("en").format(NaN)')).message,
    /RangeError: Invalid time value/,
  );
});

test('timers run in their order, and what is cleared does not', async () => {
  const code = `
    const order = [];
    const wait = (ms) => new Promise((r) => setTimeout(r, ms));
    const gone = setTimeout(() => order.push('gone'), 1);
    clearTimeout(gone);
    setTimeout((a, b) => order.push(a + b), 2, 'ti', 'mer');
    queueMicrotask(() => order.push('micro'));
    let n = 0;
    const every = setInterval(() => { if (++n === 3) { clearInterval(every); order.push('third'); } }, 1);
    await wait(30);
    while (!order.includes('third')) await wait(5);
    return [order[0], order.includes('timer'), order.includes('gone'), n];`;
  assert.deepEqual(await runner.value(code), ['micro', true, false, 3]);
  assert.match((await runner.fault('setTimeout("alert(1)")')).message, /must be a function/);
});

test('random values are random, and of the size that is asked for', async () => {
  const value = (await runner.value(
    'return [crypto.randomUUID(), crypto.randomUUID(), [...crypto.getRandomValues(new Uint32Array(4))], Math.random()]',
  )) as [string, string, number[], number];
  assert.match(value[0], /^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  assert.notEqual(value[0], value[1]);
  assert.equal(value[2].length, 4);
});
