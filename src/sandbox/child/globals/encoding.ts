// btoa and atob, texts as UTF-8, random values.

import { defineGlobals } from './define-globals.ts';
import type { World } from './host.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function installEncoding(world: World): void {
  class TextEncoder {
    readonly encoding = 'utf-8';
    encode(text: unknown = ''): Uint8Array {
      return utf8(String(text));
    }
  }
  class TextDecoder {
    readonly encoding = 'utf-8';
    constructor(label = 'utf-8') {
      if (!/^utf-?8$/i.test(label)) throw new RangeError(`TextDecoder knows utf-8 only, not "${label}".`);
    }
    decode(bytes?: ArrayBuffer | ArrayBufferView): string {
      if (bytes === undefined) return '';
      return textOfUtf8(
        ArrayBuffer.isView(bytes)
          ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
          : new Uint8Array(bytes),
      );
    }
  }
  const crypto = {
    randomUUID: () => world.ask('uuid') as string,
    getRandomValues<T extends ArrayBufferView>(array: T): T {
      const target = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
      if (target.length > 65_536) throw new RangeError('More than 65,536 random bytes at once.');
      target.set(world.ask('randomBytes', target.length) as number[]);
      return array;
    },
  };
  defineGlobals({ btoa, atob, TextEncoder, TextDecoder, crypto });
}

function btoa(value: unknown): string {
  const text = String(value);
  let base64 = '';
  for (let at = 0; at < text.length; at += 3) {
    const codes = [0, 1, 2].map((offset) => text.charCodeAt(at + offset));
    if (codes.some((code) => code > 255)) throw new RangeError('btoa: a character is not within Latin-1.');
    const [a = 0, b = 0, c = 0] = codes.map((code) => code || 0);
    const bits = (a << 16) | (b << 8) | c;
    const four = [18, 12, 6, 0].map((shift) => ALPHABET[(bits >> shift) & 63]).join('');
    const missing = Math.max(0, at + 3 - text.length);
    base64 += four.slice(0, 4 - missing) + '='.repeat(missing);
  }
  return base64;
}

function atob(value: unknown): string {
  const base64 = String(value).replace(/[\t\n\f\r ]/g, '');
  const data = base64.length % 4 === 0 ? base64.replace(/={1,2}$/, '') : base64;
  if (data.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(data)) throw new RangeError('atob: this is not base64.');
  let text = '';
  let bits = 0;
  let count = 0;
  for (const letter of data) {
    bits = ((bits << 6) | ALPHABET.indexOf(letter)) & 0xffffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    text += String.fromCharCode((bits >> count) & 255);
  }
  return text;
}

function utf8(text: string): Uint8Array {
  const escaped = encodeURIComponent(text.toWellFormed());
  const bytes: number[] = [];
  for (let at = 0; at < escaped.length; at++) {
    if (escaped[at] !== '%') bytes.push(escaped.charCodeAt(at));
    else {
      bytes.push(parseInt(escaped.slice(at + 1, at + 3), 16));
      at += 2;
    }
  }
  return new Uint8Array(bytes);
}

/** What is not UTF-8 becomes U+FFFD, as everywhere. */
function textOfUtf8(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0;
    const length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 0;
    const escaped = [...bytes.subarray(at, at + length)]
      .map((byte) => `%${byte.toString(16).padStart(2, '0')}`)
      .join('');
    try {
      if (length === 0) throw new URIError();
      text += decodeURIComponent(escaped);
      at += length;
    } catch {
      text += '\ufffd';
      at += 1;
    }
  }
  return text;
}
