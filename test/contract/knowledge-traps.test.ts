// Sites that were made to hold a crawl, or the server, for ever.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startSite, type SitePage } from '../support/fakes/site.ts';
import { testServer, type TestServer } from '../support/http.ts';
import { readAll, readingDeps } from '../support/read-knowledge.ts';

async function crawl(server: TestServer, url: string, max_pages: number): Promise<string> {
  const form = new FormData();
  form.append('knowledge_base_name', 'kb');
  form.append('knowledge_base_crawls', JSON.stringify([{ url, max_pages }]));
  const headers = { authorization: `Bearer ${server.key}` };
  const response = await fetch(`${server.url}/create-knowledge-base`, { method: 'POST', headers, body: form });
  const json = (await response.json()) as { knowledge_base_id: string };
  assert.equal(response.status, 201, JSON.stringify(json));
  return json.knowledge_base_id;
}

async function sourcesOf(server: TestServer, id: string): Promise<[path: string, status: string][]> {
  const { json } = await server.send('GET', `/get-knowledge-base/${id}`);
  return json.knowledge_base_sources.map((each: any) => [new URL(each.url).pathname, each.status]);
}

/** Pages that are made when they are asked for. */
function made(answer: (path: string) => SitePage | string | undefined): Record<string, SitePage | string> {
  return new Proxy({}, { get: (_, path) => answer(String(path)) });
}

const links = (paths: string[]) => paths.map((path) => `<a href="${path}">more</a>`).join(' ');

test('a site that leads back to one page under ever new addresses is left after a while', async (t) => {
  const server = await testServer(t);
  let fresh = 0;
  const pages = made((path) => {
    if (/\.(txt|xml)$/.test(path)) return undefined;
    if (path !== '/') return { status: 302, headers: { location: '/' } };
    return `<p>Choose a day.</p>${links(Array.from({ length: 5 }, () => `/day/${++fresh}`))}`;
  });
  const site = await startSite(t, pages);
  const id = await crawl(server, site.url, 3);
  await readAll(server, readingDeps(t, server));
  assert.deepEqual(await sourcesOf(server, id), [['/', 'complete']]);
  assert.ok(site.asked.length < 1000, String(site.asked.length));
});

test('a crawl that takes too long keeps what it found', async (t) => {
  const server = await testServer(t);
  const pages = made((path) => {
    if (/\.(txt|xml)$/.test(path)) return undefined;
    if (path === '/2') server.clock.now += 2 * 3_600_000;
    return `<p>Page ${path}.</p>${links(['/1', '/2', '/3', '/4'])}`;
  });
  const site = await startSite(t, pages);
  const id = await crawl(server, site.url, 10);
  await readAll(server, readingDeps(t, server));
  const found = ['/', '/1', '/2'].map((path) => [path, 'complete']);
  assert.deepEqual(await sourcesOf(server, id), found);
});

test('lists of pages that are empty space, or endless, end', async (t) => {
  const server = await testServer(t);
  const pages: Record<string, SitePage | string> = {
    '/': '<p>Hello.</p>',
    '/robots.txt': 'Sitemap: /no-address\nSitemap: HOST/blank.xml\nSitemap: HOST/endless.xml',
    '/blank.xml': `<loc>${' '.repeat(5_000_000)}`,
  };
  const site = await startSite(t, pages);
  pages['/robots.txt'] = String(pages['/robots.txt']).replaceAll('HOST', site.url);
  const lists = Array.from({ length: 200_000 }, (_, i) => `<loc>${site.url}/${i}.xml</loc>`).join('');
  pages['/endless.xml'] = `<sitemapindex>${lists}</sitemapindex>`;
  const id = await crawl(server, site.url, 3);
  await readAll(server, readingDeps(t, server));
  assert.deepEqual(await sourcesOf(server, id), [['/', 'complete']]);
  assert.deepEqual(
    site.asked.filter((path) => path.endsWith('.xml')),
    ['/blank.xml', '/endless.xml', ...Array.from({ length: 8 }, (_, i) => `/${i}.xml`)],
  );
});

test('of rules with thousands of wildcards the first hold', async (t) => {
  const server = await testServer(t);
  const rules = Array.from({ length: 2_000 }, (_, i) => `Disallow: /*a*a*a*a*${i}$`).join('\n');
  const site = await startSite(t, {
    '/': `<p>Hello.</p>${links(['/first', '/last'])}`,
    '/robots.txt': `User-agent: *\nDisallow: /first\n${rules}\nDisallow: /last`,
    '/first': '<p>First.</p>',
    '/last': '<p>Last.</p>',
  });
  const id = await crawl(server, site.url, 3);
  await readAll(server, readingDeps(t, server));
  assert.deepEqual(await sourcesOf(server, id), [
    ['/', 'complete'],
    ['/last', 'complete'],
  ]);
});
