// Books: the pages of the spine in their order. EPUB 3.3, section 5.

import { openArchive, type Archive } from '../archive.ts';
import type { DomDocument } from '../dom.ts';
import { oneLine } from '../one-line.ts';
import type { Reader } from '../reading.ts';
import { DocumentError } from '../../interfaces/document-reader.ts';
import { bookPageBlocks } from './html.ts';
import { parseXml } from './xml.ts';

export const readEpub: Reader = (bytes) => {
  const archive = openArchive(bytes);
  const path = packagePath(archive);
  const document = parseXml(entry(archive, path));
  const title = oneLine(document.querySelector('dc\\:title')?.textContent ?? '');
  const pages = spine(document, path).flatMap((page) => archive.read(page) ?? []);
  if (pages.length === 0) throw new DocumentError('the file is damaged: none of its pages are in it');
  return { title, blocks: pages.flatMap(bookPageBlocks), links: [] };
};

function packagePath(archive: Archive): string {
  const container = parseXml(entry(archive, 'META-INF/container.xml'));
  return container.querySelector('rootfile')?.getAttribute('full-path') ?? '';
}

function spine(document: DomDocument, path: string): string[] {
  const items = new Map(
    [...document.querySelectorAll('manifest > item')].map((item) => [
      item.getAttribute('id'),
      item.getAttribute('href') ?? '',
    ]),
  );
  return [...document.querySelectorAll('spine > itemref')].flatMap((reference) => {
    const href = items.get(reference.getAttribute('idref'));
    return href === undefined ? [] : decodeURIComponent(new URL(href, `zip:/${path}`).pathname.slice(1));
  });
}

function entry(archive: Archive, name: string): Buffer {
  const content = archive.read(name);
  if (!content)
    throw new DocumentError(`the file is damaged: ${name === '' ? 'its list of pages' : name} is not in it`);
  return content;
}
