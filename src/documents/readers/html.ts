// HTML: files as a whole, fetched pages by their matter alone.

import { Readability } from '@mozilla/readability';
import { decodeText } from '../decode-text.ts';
import { htmlTree, type DomDocument, type DomNode } from '../dom.ts';
import { htmlBlocks } from '../html-blocks.ts';
import { oneLine } from '../one-line.ts';
import { readingOf, type Block, type Reader, type Reading } from '../reading.ts';

const CHARSET_IN_PAGE =
  /<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{1,40})|^<\?xml[^>]{0,200}encoding=["']([\w-]{1,40})/i;
/** Around the matter of a page, where Readability finds none. */
const AROUND = 'nav, header, footer, aside, form, [role=navigation], [role=banner], [role=contentinfo], [role=search]';
/** Readability sometimes takes one paragraph of a page for all of it. */
const SMALLEST_SHARE = 0.25;

/** All of it that would be seen. */
export const readHtml: Reader = (bytes, { charset }) => {
  const document = parse(bytes, charset);
  return readingOf(htmlBlocks(bodyOf(document)), titleOf(document));
};

/** The matter, without navigation and what else surrounds it, and the page's links. */
export const readPage: Reader = (bytes, { charset, url }): Reading => {
  const document = parse(bytes, charset);
  const title = titleOf(document);
  const links = url === undefined ? [] : linksOf(document, url);
  for (const element of document.querySelectorAll(AROUND)) element.remove();
  const whole = htmlBlocks(bodyOf(document));
  const matter = matterOf(document);
  const isEnough = charactersOf(matter) >= SMALLEST_SHARE * charactersOf(whole);
  return { title, blocks: isEnough ? matter : whole, links };
};

/** XHTML of a book: its text alone. */
export function bookPageBlocks(bytes: Buffer): Block[] {
  return htmlBlocks(bodyOf(parse(bytes, undefined)));
}

function parse(bytes: Buffer, charset: string | undefined): DomDocument {
  const named = CHARSET_IN_PAGE.exec(bytes.toString('latin1', 0, 2048));
  const text = decodeText(bytes, charset ?? named?.[1] ?? named?.[2]);
  return htmlTree(text);
}

/** linkedom leaves what is no whole document without a body. */
function bodyOf(document: DomDocument): DomNode {
  return document.querySelector('body') ?? document;
}

function titleOf(document: DomDocument): string {
  return oneLine(document.querySelector('title')?.textContent ?? '');
}

/** Changes the document. */
function matterOf(document: DomDocument): Block[] {
  const article = new Readability(document as never, { serializer: (node) => node }).parse();
  return article?.content ? htmlBlocks(article.content as unknown as DomNode) : [];
}

function charactersOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { text }) => sum + text.length, 0);
}

const MAX_LINKS = 5000;
/** Characters; nobody writes a longer address by hand. */
const MAX_LINK = 2000;

function linksOf(document: DomDocument, url: string): string[] {
  const base = document.querySelector('base[href]')?.getAttribute('href') ?? '';
  const from = URL.canParse(base, url) ? new URL(base, url).href : url;
  const links = new Set<string>();
  for (const element of document.querySelectorAll('a[href]')) {
    if (links.size === MAX_LINKS) break;
    const href = element.getAttribute('href') ?? '';
    if (href.length > MAX_LINK || /\bnofollow\b/i.test(element.getAttribute('rel') ?? '')) continue;
    if (!URL.canParse(href, from)) continue;
    const link = new URL(href, from);
    if (link.protocol !== 'http:' && link.protocol !== 'https:') continue;
    link.hash = '';
    links.add(link.href);
  }
  return [...links];
}
