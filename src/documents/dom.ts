// Trees of HTML and XML, as much of them as readers use. Neither runs anything nor fetches anything.

import { DOMParser, parseHTML } from 'linkedom';

export interface DomNode {
  readonly nodeType: number;
  readonly textContent: string | null;
  readonly firstChild: DomNode | null;
  readonly nextSibling: DomNode | null;
  readonly childNodes: Iterable<DomNode>;
}

export interface DomElement extends DomNode {
  /** In capitals in HTML, with its prefix in XML. */
  readonly tagName: string;
  readonly localName: string;
  readonly children: ArrayLike<DomElement> & Iterable<DomElement>;
  readonly attributes: Iterable<{ name: string; value: string }>;
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
  querySelector(selector: string): DomElement | null;
  querySelectorAll(selector: string): Iterable<DomElement>;
  remove(): void;
}

export interface DomDocument extends DomNode {
  readonly documentElement: DomElement | null;
  querySelector(selector: string): DomElement | null;
  querySelectorAll(selector: string): Iterable<DomElement>;
}

export const ELEMENT_NODE = 1;
export const TEXT_NODE = 3;
export const CDATA_NODE = 4;

/** Of a whole page or of a piece of one. */
export function htmlTree(text: string): DomDocument {
  const isWhole = /<html[\s>]/i.test(text);
  return parseHTML(isWhole ? text : `<html><body>${text}</body></html>`).document as unknown as DomDocument;
}

/** Entities that a document type declares stay as they are written. */
export function xmlTree(text: string): DomDocument {
  return new DOMParser().parseFromString(text, 'text/xml') as unknown as DomDocument;
}
