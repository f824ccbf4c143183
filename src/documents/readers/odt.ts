// OpenDocument texts. ODF 1.3, part 3.

import { openArchive } from '../archive.ts';
import { TEXT_NODE, type DomElement, type DomNode } from '../dom.ts';
import { oneLine } from '../one-line.ts';
import { readingOf, type Block, type Reader } from '../reading.ts';
import { tableRows } from '../table-rows.ts';
import { DocumentError } from '../../interfaces/document-reader.ts';
import { parseXml } from './xml.ts';

export const readOdt: Reader = (bytes) => {
  const archive = openArchive(bytes);
  if (/encryption-data/.test(archive.read('META-INF/manifest.xml')?.toString('utf8') ?? ''))
    throw new DocumentError('the file is protected by a password');
  const content = archive.read('content.xml');
  if (!content) throw new DocumentError('the file is damaged: there is no text in the archive');
  const body = parseXml(content).querySelector('office\\:body');
  return readingOf(body ? blocksOf(body, false) : []);
};

function blocksOf(element: DomElement, inList: boolean): Block[] {
  switch (element.tagName) {
    case 'text:h':
      return textBlock(element, (text) => ({
        is: 'heading',
        level: Number(element.getAttribute('text:outline-level')) || 1,
        text,
      }));
    case 'text:p':
      return textBlock(element, (text) => ({ is: inList ? 'item' : 'paragraph', text }));
    case 'table:table':
      return tableRows([...element.querySelectorAll('table\\:table-row')].map((row) => [...row.children].map(textOf)));
    case 'text:tracked-changes':
    case 'text:table-of-content':
    case 'office:annotation':
      return [];
    default:
      return [...element.children].flatMap((child) => blocksOf(child, inList || element.tagName === 'text:list'));
  }
}

function textBlock(element: DomElement, make: (text: string) => Block): Block[] {
  const text = textOf(element);
  return text === '' ? [] : [make(text)];
}

/** Blanks, tabs and line breaks are elements here. */
function textOf(node: DomNode): string {
  return oneLine(rawText(node));
}

function rawText(node: DomNode): string {
  if (node.nodeType === TEXT_NODE) return node.textContent ?? '';
  const name = (node as DomElement).tagName;
  if (name === 'text:s' || name === 'text:tab' || name === 'text:line-break') return ' ';
  if (name === 'office:annotation') return '';
  return [...node.childNodes].map(rawText).join(name === 'table:table-cell' ? ' ' : '');
}
