// Reading of sources: from what was given to chunks that can be looked up.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { startSite } from '../support/fakes/site.ts';
import { refreshKnowledgeBases } from '../../src/resources/knowledge-base/index.ts';
import { testServer, type TestServer } from '../support/http.ts';
import { readAll, readingDeps } from '../support/read-knowledge.ts';

type Files = [name: string, content: string | Uint8Array<ArrayBuffer>][];

async function create(server: TestServer, fields: Record<string, unknown>, files: Files = []) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ knowledge_base_name: 'kb', ...fields }))
    form.append(name, typeof value === 'string' ? value : JSON.stringify(value));
  for (const [name, content] of files) form.append('knowledge_base_files', new Blob([content]), name);
  const response = await fetch(`${server.url}/create-knowledge-base`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.key}` },
    body: form,
  });
  const json = (await response.json()) as any;
  assert.equal(response.status, 201, JSON.stringify(json));
  return json.knowledge_base_id as string;
}

const get = async (server: TestServer, id: string) => (await server.send('GET', `/get-knowledge-base/${id}`)).json;

function chunksOf(server: TestServer) {
  return server.database.db.selectFrom('knowledge_chunks').selectAll().orderBy('chunk_id').execute();
}

test('texts become chunks with vectors, and the knowledge base is complete', async (t) => {
  const server = await testServer(t);
  const deps = readingDeps(t, server);
  const id = await create(server, {
    knowledge_base_texts: [{ title: 'Hours', text: '# Opening\n\nNine to five.\n\n## Sunday\n\nClosed.' }],
  });
  assert.equal((await get(server, id)).status, 'in_progress');
  await readAll(server, deps);
  const base = await get(server, id);
  assert.deepEqual([base.status, base.knowledge_base_sources[0].status], ['complete', 'complete']);
  const [chunk, ...more] = await chunksOf(server);
  assert.deepEqual(
    [chunk?.text, chunk?.heading, chunk?.source_name, chunk?.source_url, more.length],
    ['Opening\nNine to five.\n\nSunday\nClosed.', '', 'Hours', null, 0],
  );
  assert.ok(chunk?.embedding && chunk.embedded_by);
});

test('characters that no database keeps are left out', async (t) => {
  const server = await testServer(t);
  // Behind where the upload looks for them.
  const late = `${'Words. '.repeat(10_000)}The ha\0rbour.`;
  const id = await create(server, {}, [
    ['late.txt', late],
    ['r.rtf', '{\\rtf1 The \\u0?mo\\u-10179?le.}'],
  ]);
  await readAll(server, readingDeps(t, server));
  assert.equal((await get(server, id)).status, 'complete');
  const texts = (await chunksOf(server)).map(({ text }) => text);
  assert.ok(texts.some((text) => text.endsWith('The harbour.')));
  assert.ok(texts.includes('The mo\ufffdle.'), texts.at(-1));
});

/** Of `test/knowledge/files`; its README says how they were made. */
async function fixture(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readFile(new URL(`../knowledge/files/${name}`, import.meta.url));
  return new Uint8Array(name.endsWith('.gz') ? gunzipSync(bytes) : bytes);
}

test('a source that cannot be read says why, beside those that can', async (t) => {
  const server = await testServer(t);
  const deps = readingDeps(t, server);
  const id = await create(server, {}, [
    ['locked.pdf', await fixture('locked.pdf')],
    ['fine.txt', 'Words.'],
  ]);
  await readAll(server, deps);
  const base = await get(server, id);
  assert.equal(base.status, 'error');
  assert.deepEqual(
    base.knowledge_base_sources.map((source: any) => [source.filename, source.status, source.error]),
    [
      ['locked.pdf', 'error', 'the file is protected by a password'],
      ['fine.txt', 'complete', undefined],
    ],
  );
});

const page = (title: string, text: string, links: string[] = []) =>
  `<html><head><title>${title}</title></head><body><main><h1>${title}</h1><p>${text}</p>${links.map((to) => `<a href="${to}">more</a>`).join(' ')}</main></body></html>`;

const sourcesOf = async (server: TestServer, id: string) =>
  (await get(server, id)).knowledge_base_sources.map((source: any) => [source.url, source.status, source.error]);

test('pages are fetched through the guard, as robots.txt allows, wherever they lead', async (t) => {
  const server = await testServer(t);
  const site = await startSite(t, {
    '/robots.txt': { body: 'User-agent: *\nDisallow: /secret', headers: { 'content-type': 'text/plain' } },
    '/a': page('Berths', 'A berth costs 24 euros.'),
    '/old': { status: 301, headers: { location: '/a' } },
    '/sly': { status: 302, headers: { location: '/secret' } },
    '/inside': { status: 302, headers: { location: 'http://10.0.0.1/' } },
    '/round': { status: 302, headers: { location: '/round' } },
    '/plain': { body: 'Just words.', headers: { 'content-type': 'text/plain' } },
    '/paper': { body: await fixture('harbour.pdf'), headers: { 'content-type': 'application/octet-stream' } },
    '/program': { body: new Uint8Array([0x7f, 0x45, 0, 1]), headers: { 'content-type': 'application/x-elf' } },
    '/failing': { status: 503 },
    '/empty': { body: '' },
  });
  const paths = [
    'a',
    'old',
    'plain',
    'paper',
    'secret',
    'sly',
    'inside',
    'round',
    'program',
    'failing',
    'empty',
    'none',
  ];
  const id = await create(server, { knowledge_base_urls: paths.map((path) => `${site.url}/${path}`) });
  await readAll(server, readingDeps(t, server));
  const told = (await sourcesOf(server, id)).map(([url, status, error]: string[]) => [
    url?.slice(site.url.length),
    error ?? status,
  ]);
  assert.deepEqual(told.slice(0, 6), [
    ['/a', 'complete'],
    ['/old', 'complete'],
    ['/plain', 'complete'],
    ['/paper', 'complete'],
    ['/secret', 'the robots.txt of the site does not allow it'],
    ['/sly', 'the robots.txt of the site does not allow it'],
  ]);
  assert.match(told[6]?.[1] ?? '', /10\.0\.0\.1.*RINGBACK_EGRESS_ALLOW/);
  assert.deepEqual(told.slice(7), [
    ['/round', 'it leads on more than 5 times'],
    ['/program', 'the answer is of no kind that can be read'],
    ['/failing', 'the server answered with status 503'],
    ['/empty', 'the answer is empty'],
    ['/none', 'the server answered with status 404'],
  ]);
  assert.ok(!site.asked.includes('/secret'));
  const [first] = await chunksOf(server);
  assert.deepEqual([first?.source_name, first?.source_url], ['Berths', `${site.url}/a`]);
});

test('a path is crawled along links and lists, without what is left out', async (t) => {
  const server = await testServer(t);
  const site = await startSite(t, {
    '/docs': page('Docs', 'Start here.', [
      '/docs/a',
      '/docs/b',
      '/blog',
      '/docs/x/1',
      'http://example.com/docs',
      '/docs/logo.png',
    ]),
    '/docs/a': page('A', 'About a.', ['/docs/b#part', '/docs']),
    '/docs/b': page('B', 'About b.'),
    '/docs/x/1': page('X', 'Left out.'),
    '/docs/listed': page('Listed', 'Nobody links here.'),
    '/docs-old': page('Old', 'Beside it.'),
  });
  site.pages['/sitemap.xml'] =
    `<urlset><url><loc>${site.url}/docs/listed</loc></url><url><loc>${site.url}/docs-old</loc></url><url><loc>http://10.0.0.1/docs</loc></url></urlset>`;
  const deps = readingDeps(t, server);
  const id = await create(server, { knowledge_base_crawls: [{ url: `${site.url}/docs`, excluded: ['/docs/x'] }] });
  await readAll(server, deps);
  const base = await get(server, id);
  assert.deepEqual([base.status, base.knowledge_base_crawls[0].status], ['complete', 'complete']);
  const pages = ['/docs', '/docs/listed', '/docs/a', '/docs/b'];
  assert.deepEqual(
    await sourcesOf(server, id),
    pages.map((path) => [site.url + path, 'complete', undefined]),
  );
  assert.ok(!site.asked.some((path) => /logo|\/x\/|old|blog/.test(path)), site.asked.join(' '));
  const gone = await server.send(
    'DELETE',
    `/delete-knowledge-base-source/${id}/source/${base.knowledge_base_crawls[0].crawl_id}`,
  );
  assert.deepEqual([gone.json.knowledge_base_sources, gone.json.knowledge_base_crawls], [[], undefined]);
  assert.deepEqual(await chunksOf(server), []);
});

test('a crawl keeps to its number of pages, and says when not even the first can be read', async (t) => {
  const server = await testServer(t);
  const site = await startSite(t, {
    '/': page('Home', 'Start.', ['/1', '/2', '/3', '/4']),
    ...Object.fromEntries(['/1', '/2', '/3', '/4'].map((path) => [path, page(path, `Page ${path}.`)])),
  });
  const few = await create(server, { knowledge_base_crawls: [{ url: site.url, max_pages: 3 }] });
  const none = await create(server, { knowledge_base_crawls: [{ url: `${site.url}/nowhere` }] });
  await readAll(server, readingDeps(t, server));
  assert.equal((await sourcesOf(server, few)).length, 3);
  const base = await get(server, none);
  assert.deepEqual(
    [base.status, base.knowledge_base_crawls[0].status, base.knowledge_base_crawls[0].error],
    ['error', 'error', 'the server answered with status 404'],
  );
});

test('pages are fetched again after twelve hours; what cannot be stays as it was', async (t) => {
  const server = await testServer(t);
  const site = await startSite(t, {
    '/a': page('A', 'Old words.'),
    '/b': page('B', 'Words of b.'),
    '/docs': page('Docs', 'Start.', ['/docs/1', '/docs/2']),
    '/docs/1': page('One', 'Page one.'),
    '/docs/2': page('Two', 'Page two.'),
  });
  const deps = readingDeps(t, server);
  const id = await create(server, {
    knowledge_base_urls: [`${site.url}/a`, `${site.url}/b`],
    knowledge_base_crawls: [{ url: `${site.url}/docs` }],
    enable_auto_refresh: true,
  });
  await readAll(server, deps);
  const before = await chunksOf(server);
  const refresh = () => refreshKnowledgeBases(deps, new AbortController().signal);
  await refresh();
  assert.equal((await get(server, id)).status, 'complete', 'it is not due');

  site.pages['/a'] = page('A', 'New words.');
  site.pages['/b'] = { status: 500 };
  site.pages['/docs'] = page('Docs', 'Start.', ['/docs/1']);
  server.clock.now += 12 * 3_600_000;
  await refresh();
  await refresh();
  assert.equal((await get(server, id)).status, 'refreshing_in_progress');
  assert.equal((await chunksOf(server)).length, before.length, 'what was read is looked up meanwhile');
  await readAll(server, deps);
  const base = await get(server, id);
  assert.deepEqual([base.status, base.last_refreshed_timestamp], ['complete', server.clock.now]);
  assert.deepEqual(await sourcesOf(server, id), [
    [`${site.url}/a`, 'complete', undefined],
    [`${site.url}/b`, 'complete', 'the server answered with status 500'],
    [`${site.url}/docs`, 'complete', undefined],
    [`${site.url}/docs/1`, 'complete', undefined],
  ]);
  const texts = (await chunksOf(server)).map(({ text }) => text).join('\n');
  assert.match(texts, /New words[^]*/);
  assert.match(texts, /Words of b/);
  assert.doesNotMatch(texts, /Old words|Page two/);
  const kept = (await chunksOf(server)).find(({ text }) => text.includes('Page one'));
  assert.equal(kept?.chunk_id, before.find(({ text }) => text.includes('Page one'))?.chunk_id, 'vectors are kept');
});

test('a page of a crawl that its site cannot give now stays, with what it leads to; what is gone goes', async (t) => {
  const server = await testServer(t);
  const site = await startSite(t, {
    '/docs': page('Docs', 'Start.', ['/docs/1', '/docs/2', '/docs/3']),
    '/docs/1': page('One', 'Page one.', ['/docs/1/a']),
    '/docs/1/a': page('A', 'Below one.'),
    '/docs/2': page('Two', 'Page two.'),
  });
  const deps = readingDeps(t, server);
  const crawls = [{ url: `${site.url}/docs` }];
  const id = await create(server, { knowledge_base_crawls: crawls, enable_auto_refresh: true });
  await readAll(server, deps);
  const paths = async () => (await sourcesOf(server, id)).map(([url]: string[]) => url?.slice(site.url.length)).sort();
  const crawlAgain = async () => {
    server.clock.now += 12 * 3_600_000;
    await refreshKnowledgeBases(deps, new AbortController().signal);
    await readAll(server, deps);
    return paths();
  };
  assert.deepEqual(await paths(), ['/docs', '/docs/1', '/docs/1/a', '/docs/2']);
  const one = site.pages['/docs/1'] as string;
  site.pages['/docs/1'] = { status: 503 };
  assert.deepEqual(await crawlAgain(), ['/docs', '/docs/1', '/docs/1/a', '/docs/2']);
  site.pages['/docs/1'] = one;
  delete site.pages['/docs/2'];
  site.pages['/docs/3'] = { status: 503 };
  assert.deepEqual(await crawlAgain(), ['/docs', '/docs/1', '/docs/1/a'], 'a page that never was in is not waited for');
});

test('a reading that is cut off goes on, and what is deleted meanwhile stays deleted', async (t) => {
  const server = await testServer(t);
  const id = await create(server, { knowledge_base_texts: [{ title: 'a', text: 'One.' }] });
  const broken = readingDeps(t, server, {
    embeddings: { model: 'scripted', dimensions: null, passages: () => Promise.reject(new Error('the model is away')) },
  });
  await assert.rejects(readAll(server, broken), /the model is away/);
  const [source] = (await get(server, id)).knowledge_base_sources;
  assert.equal(source.status, 'in_progress');
  const [chunk] = await chunksOf(server);
  const deps = readingDeps(t, server, { documents: { read: () => assert.fail('it was read already') } });
  await server.database.pools.jobs.query(`update graphile_worker._private_jobs set run_at = now(), last_error = null`);
  await readAll(server, deps);
  assert.equal((await get(server, id)).status, 'complete');
  assert.equal((await chunksOf(server))[0]?.chunk_id, chunk?.chunk_id);

  const other = await create(server, { knowledge_base_texts: [{ title: 'b', text: 'Two.' }] });
  const meanwhile = readingDeps(t, server);
  await readAll(server, {
    ...meanwhile,
    documents: {
      async read(document, signal) {
        const read = await meanwhile.documents.read(document, signal);
        await server.send('DELETE', `/delete-knowledge-base/${other}`);
        return read;
      },
    },
  });
  assert.equal((await server.send('GET', `/get-knowledge-base/${other}`)).status, 422);
  assert.equal((await chunksOf(server)).length, 1);
});
