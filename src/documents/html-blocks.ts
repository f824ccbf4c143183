// From a tree of HTML to blocks. Only what a reader would see counts: no scripts, styles, forms.

import { CDATA_NODE, ELEMENT_NODE, TEXT_NODE, type DomElement, type DomNode } from './dom.ts';
import { oneLine } from './one-line.ts';
import type { Block } from './reading.ts';
import { tableRows } from './table-rows.ts';

const UNSEEN = new Set(
  'NAV SCRIPT STYLE NOSCRIPT TEMPLATE SVG MATH IFRAME OBJECT EMBED CANVAS AUDIO VIDEO HEAD TITLE SELECT BUTTON INPUT TEXTAREA DIALOG'.split(
    ' ',
  ),
);
const FLOWING = new Set(
  'A ABBR B BDI BDO CITE CODE DATA DEL DFN EM FONT I INS KBD LABEL MARK Q S SAMP SMALL SPAN STRIKE STRONG SUB SUP TIME TT U VAR WBR'.split(
    ' ',
  ),
);

/** `root` with all below it. */
export function htmlBlocks(root: DomNode): Block[] {
  const blocks: Block[] = [];
  let line = '';

  function flush(is: 'paragraph' | 'item' = 'paragraph'): void {
    const text = oneLine(line);
    line = '';
    if (text !== '') blocks.push({ is, text });
  }

  function walk(node: DomNode, inItem: boolean): void {
    if (node.nodeType === TEXT_NODE || node.nodeType === CDATA_NODE) {
      line += node.textContent ?? '';
      return;
    }
    if (node.nodeType !== ELEMENT_NODE) {
      walkChildren(node, inItem);
      return;
    }
    const element = node as DomElement;
    const name = element.tagName.toUpperCase();
    if (UNSEEN.has(name) || isHidden(element)) return;
    const end = () => flush(inItem ? 'item' : 'paragraph');
    const level = /^H([1-6])$/.exec(name)?.[1];
    if (level !== undefined) {
      end();
      const text = oneLine(element.textContent ?? '');
      if (text !== '') blocks.push({ is: 'heading', level: Number(level), text });
    } else if (name === 'TABLE') {
      end();
      blocks.push(...tableBlocks(element));
    } else if (name === 'PRE') {
      end();
      const text = (element.textContent ?? '').trim();
      if (text !== '') blocks.push({ is: 'paragraph', text });
    } else if (name === 'BR') {
      line += ' ';
    } else if (name === 'IMG') {
      line += ` ${element.getAttribute('alt') ?? ''} `;
    } else if (FLOWING.has(name)) {
      walkChildren(node, inItem);
    } else {
      end();
      const isItem = name === 'LI' || name === 'DT' || name === 'DD' || (inItem && name !== 'TD');
      walkChildren(node, isItem);
      flush(isItem ? 'item' : 'paragraph');
    }
  }

  function walkChildren(node: DomNode, inItem: boolean): void {
    for (let child = node.firstChild; child; child = child.nextSibling) walk(child, inItem);
  }

  walk(root, false);
  flush();
  return blocks;
}

/** A table in which tables or headings lie is there for its looks: its cells are read one after the other. */
function tableBlocks(table: DomElement): Block[] {
  const rows = [...table.querySelectorAll('tr')];
  const isForLooks = rows.length < 2 || table.querySelector('table, h1, h2, h3, h4') !== null;
  if (isForLooks) {
    return rows.flatMap((row) =>
      [...row.children].flatMap((cell) => [...cell.childNodes].flatMap((node) => htmlBlocks(node))),
    );
  }
  const caption = oneLine(table.querySelector('caption')?.textContent ?? '');
  const cells = rows.map((row) => [...row.children].map((cell) => cell.textContent ?? ''));
  const body = tableRows(cells, caption === '' ? 'a table' : `the table "${caption}"`);
  return caption === '' ? body : [{ is: 'paragraph', text: caption }, ...body];
}

function isHidden(element: DomElement): boolean {
  if (element.hasAttribute('hidden') || element.getAttribute('aria-hidden') === 'true') return true;
  return /display\s*:\s*none|visibility\s*:\s*hidden/i.test(element.getAttribute('style') ?? '');
}
