// Signed mail and signed files: what was signed is read, the signature is not checked. RFC 5652, section 5; the encoding is BER (X.690).

import type { Reader } from '../reading.ts';
import { DocumentError } from '../../interfaces/document-reader.ts';

const SIGNED_DATA = '2a864886f70d010702';
const MAX_DEPTH = 16;

interface Element {
  tag: number;
  content: Buffer;
  /** Behind it. */
  end: number;
}

/** `readInner`: reads what was signed. */
export function createP7sReader(readInner: (bytes: Buffer) => ReturnType<Reader>): Reader {
  return (bytes) => readInner(signedContent(fromPem(bytes)));
}

/** Throws DocumentError for signatures that stand apart from what they sign. */
export function signedContent(bytes: Buffer): Buffer {
  const [type, wrapped] = children(element(bytes, 0, 0).content);
  if (type?.tag !== 0x06 || type.content.toString('hex') !== SIGNED_DATA || !wrapped)
    throw new DocumentError('the file is no signed document');
  const [signedData] = children(wrapped.content);
  const [, , encapsulated] = children(signedData?.content ?? Buffer.alloc(0));
  const [, explicit] = children(encapsulated?.content ?? Buffer.alloc(0));
  const [content] = explicit ? children(explicit.content) : [];
  if (!content) throw new DocumentError('it is a signature alone; the document that was signed is not in it');
  return octets(content, 0);
}

/** Long strings come in parts. */
function octets({ tag, content }: Element, depth: number): Buffer {
  if ((tag & 0x20) === 0) return content;
  if (depth > MAX_DEPTH) throw broken();
  return Buffer.concat(children(content).map((part) => octets(part, depth + 1)));
}

function children(bytes: Buffer): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length;) {
    // Two zeros end content of unknown length.
    if (bytes[at] === 0 && bytes[at + 1] === 0) break;
    const one = element(bytes, at, 0);
    found.push(one);
    at = one.end;
  }
  return found;
}

function element(bytes: Buffer, at: number, depth: number): Element {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || depth > MAX_DEPTH) throw broken();
  if (first === 0x80) return unboundElement(bytes, at, depth);
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (lengthBytes > 4 || at + 2 + lengthBytes > bytes.length) throw broken();
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
  const start = at + 2 + lengthBytes;
  if (start + length > bytes.length) throw broken();
  return { tag, content: bytes.subarray(start, start + length), end: start + length };
}

/** Its length is not told: it ends with two zeros behind its last part. */
function unboundElement(bytes: Buffer, at: number, depth: number): Element {
  let end = at + 2;
  while (!(bytes[end] === 0 && bytes[end + 1] === 0)) end = element(bytes, end, depth + 1).end;
  return { tag: bytes[at] as number, content: bytes.subarray(at + 2, end), end: end + 2 };
}

function fromPem(bytes: Buffer): Buffer {
  const inner = /-----BEGIN (?:PKCS7|CMS)-----([\s\S]*?)-----END/.exec(bytes.toString('latin1'))?.[1];
  if (inner !== undefined) return Buffer.from(inner, 'base64');
  const isBase64 = /^[A-Za-z0-9+/=\s]+$/.test(bytes.toString('latin1', 0, 4096));
  return isBase64 ? Buffer.from(bytes.toString('latin1'), 'base64') : bytes;
}

function broken(): DocumentError {
  return new DocumentError('the file is damaged: the signed document is not whole');
}
