// Bytes that somebody wrote as text, in whatever encoding.

/** A mark at the beginning decides, then `charset`, then UTF-8 where the bytes are that, else the code page of western Windows. */
export function decodeText(bytes: Uint8Array, charset?: string): string {
  const marked = markedEncoding(bytes);
  if (marked !== null) return new TextDecoder(marked).decode(bytes);
  if (charset !== undefined) {
    const decoder = decoderOf(charset);
    if (decoder) return decoder.decode(bytes);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function markedEncoding(bytes: Uint8Array): string | null {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xef && second === 0xbb && third === 0xbf ? 'utf-8' : null;
}

function decoderOf(charset: string): { decode(bytes: Uint8Array): string } | null {
  try {
    return new TextDecoder(charset);
  } catch {
    return null;
  }
}
