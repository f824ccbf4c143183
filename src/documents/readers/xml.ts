// XML of any kind: what its elements hold, one after the other. Entities beyond those of XML itself stay as they are written, and nothing that a
// document type names is fetched.

import { decodeText } from '../decode-text.ts';
import { ELEMENT_NODE, xmlTree, type DomDocument, type DomElement } from '../dom.ts';
import { oneLine } from '../one-line.ts';
import { readingOf, type Block, type Reader } from '../reading.ts';

/** An element without elements in it is a line `name: text`; one whose elements all are such lines is a paragraph. */
export const readXml: Reader = (bytes, { charset }) => {
  const blocks: Block[] = [];
  const root = parseXml(bytes, charset).documentElement;
  if (root) gather(root, blocks);
  return readingOf(blocks);
};

export function parseXml(bytes: Buffer, charset?: string): DomDocument {
  const named = /^<\?xml[^>]{0,200}encoding=["']([\w-]{1,40})/.exec(bytes.toString('latin1', 0, 300))?.[1];
  const text = decodeText(bytes, charset ?? named).replace(/<!DOCTYPE[^[>]*(\[[\s\S]*?\]\s*)?>/i, '');
  return xmlTree(text);
}

function gather(element: DomElement, blocks: Block[]): void {
  const children = [...element.children];
  const loose = [...element.childNodes]
    .filter((node) => node.nodeType !== ELEMENT_NODE)
    .map((node) => node.textContent ?? '')
    .join(' ');
  const own = oneLine(loose);
  const attributes = [...element.attributes].filter(({ name }) => !name.startsWith('xmlns') && !name.includes(':'));
  const noted = attributes.map(({ name, value }) => `${name}: ${oneLine(value)}`);
  if (children.length === 0) {
    const text = own === '' ? noted.join('; ') : [`${element.localName}: ${own}`, ...noted].join('; ');
    if (text !== '') blocks.push({ is: 'item', text });
    return;
  }
  if (own !== '' || noted.length > 0) {
    blocks.push({ is: 'paragraph', text: [own, ...noted].filter((part) => part !== '').join('; ') });
  }
  if (children.every((child) => child.children.length === 0)) {
    const lines: Block[] = [];
    for (const child of children) gather(child, lines);
    const text = lines.map((line) => line.text).join('; ');
    if (text !== '') blocks.push({ is: 'row', text });
    return;
  }
  for (const child of children) gather(child, blocks);
}
