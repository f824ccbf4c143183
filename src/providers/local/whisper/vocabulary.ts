// Whisper's tokens: byte-level words of GPT-2's alphabet, one a line in vocabulary.txt, and the special ones after them.

/** Special tokens of the multilingual models with 99 languages (OpenAI's tokenizer.py). */
export const token = {
  endOfText: 50257,
  startOfTranscript: 50258,
  english: 50259,
  transcribe: 50359,
  startOfPrevious: 50361,
  noSpeech: 50362,
  noTimestamps: 50363,
} as const;

/** In the order of their tokens, from `token.english` on. */
export const languages = (
  'en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi ml cy sk te fa lv bn sr az ' +
  'sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as ' +
  'tt haw ln ha ba jw su'
).split(' ');

/** Token of a BCP 47 tag's language, or undefined when Whisper does not know it. */
export function languageToken(tag: string): number | undefined {
  const base = tag.toLowerCase().split('-')[0] ?? '';
  const index = languages.indexOf({ nb: 'no', fil: 'tl', jv: 'jw' }[base] ?? base);
  return index < 0 ? undefined : token.english + index;
}

export interface Vocabulary {
  text(ids: readonly number[]): string;
  /** Tokens of a text for a prompt, longest piece first: not always the tokenizer's own cut, but words the model knows. */
  tokens(text: string): number[];
}

/** `lines`: content of vocabulary.txt. */
export function createVocabulary(lines: string): Vocabulary {
  const words = lines.split('\n');
  const byteOf = byteAlphabet();
  const charOf = new Map([...byteOf].map(([char, byte]) => [byte, char]));
  const idOf = new Map(words.slice(0, token.endOfText).map((word, id) => [word, id]));
  const longest = 24;

  return {
    text(ids) {
      const bytes: number[] = [];
      for (const id of ids) {
        if (id >= token.endOfText) continue;
        for (const char of words[id] ?? '') bytes.push(byteOf.get(char) ?? 63);
      }
      return Buffer.from(bytes).toString('utf8');
    },
    tokens(text) {
      const chars = [...Buffer.from(text, 'utf8')].map((byte) => charOf.get(byte) as string).join('');
      const ids: number[] = [];
      for (let at = 0; at < chars.length;) {
        let length = Math.min(longest, chars.length - at);
        while (length > 1 && !idOf.has(chars.slice(at, at + length))) length--;
        const id = idOf.get(chars.slice(at, at + length));
        if (id !== undefined) ids.push(id);
        at += length;
      }
      return ids;
    },
  };
}

/** GPT-2 writes each byte as a printable character: itself where it is one, else from 256 on in order. */
function byteAlphabet(): Map<string, number> {
  const alphabet = new Map<string, number>();
  let shifted = 0;
  for (let byte = 0; byte < 256; byte++) {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    alphabet.set(String.fromCodePoint(printable ? byte : 256 + shifted++), byte);
  }
  return alphabet;
}
