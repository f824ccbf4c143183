// Cuts streamed text into pieces that can be spoken on their own: speech starts at the first clause, goes on by sentences.

export interface ClauseOptions {
  /** Nothing was spoken yet: a comma is enough, so that sound comes early. */
  first: boolean;
  /** No more text will come: what is left is a clause. */
  last: boolean;
}

/** Shortest piece worth cutting at a comma, characters: shorter ones sound clipped. */
const MIN_FIRST_CLAUSE_CHARS = 12;
/** A sentence longer than this is cut at its last comma, so that sound never waits for it. */
const LONG_SENTENCE_CHARS = 240;
/** No piece says more, blanks aside: what a synthesiser can take at once, and what can be looked through at once. */
const MAX_CLAUSE_CHARS = 360;
/** Longer than any word that a full stop is judged by. */
const LOOK_BACK_CHARS = 40;

const ABBREVIATIONS = new Set(
  (
    'mr mrs ms dr prof sr jr st vs etc e.g i.e eg ie no vol inc ltd co corp dept est approx ext fig gen col sgt capt ' +
    'jan feb mar apr jun jul aug sep sept oct nov dec a.m p.m u.s u.k z.b bzw usw ca nr str sra dra ud uds mme mlle'
  ).split(' '),
);

/**
 * Gives the complete clauses at the head of `buffer` and what remains to be said. The pieces joined are the buffer again, so that
 * nothing is lost or added. Numbers ("4.50"), abbreviations ("Dr. "), initials, list numbers and addresses ("www.a.com") stay whole.
 */
export function splitClauses(buffer: string, options: ClauseOptions): { clauses: string[]; rest: string } {
  const clauses: string[] = [];
  let rest = buffer;
  for (;;) {
    const cut = nextCut(rest, options.first && clauses.length === 0);
    if (cut === 0) break;
    clauses.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  if (options.last && rest !== '') {
    if (rest.trim() !== '') clauses.push(rest);
    else if (clauses.length > 0) clauses.push(`${clauses.pop()}${rest}`);
    rest = '';
  }
  return { clauses, rest };
}

/** Length of the first clause with its trailing blanks; 0 when it is not complete yet. */
function nextCut(text: string, early: boolean): number {
  const begin = text.length - text.trimStart().length;
  // What lies beyond can't matter, and text without end must not be looked through to its end for each of its pieces.
  const piece = text.slice(begin, begin + MAX_CLAUSE_CHARS);
  const cut = cutOf(piece, early) || (piece.length === MAX_CLAUSE_CHARS ? forcedCut(piece) : 0);
  return cut === 0 ? 0 : withBlanks(text, begin + cut);
}

/** `text` begins with its first word. */
function cutOf(text: string, early: boolean): number {
  let lastComma = 0;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index] as string;
    if (isSentenceEnd(text, index)) return index + 1;
    if (!isClauseEnd(text, index, char)) continue;
    const head = text.slice(0, index + 1);
    if (early && head.length >= MIN_FIRST_CLAUSE_CHARS && head.includes(' ')) return index + 1;
    if (index >= LONG_SENTENCE_CHARS && lastComma > 0) return lastComma;
    lastComma = index + 1;
  }
  return text.length > LONG_SENTENCE_CHARS * 1.5 ? lastComma : 0;
}

/** At the last blank, else between two characters. */
function forcedCut(piece: string): number {
  for (let index = piece.length - 1; index > 0; index -= 1) {
    if (/\s/.test(piece[index] as string)) return index + 1;
  }
  return piece.slice(0, -1).isWellFormed() ? piece.length - 1 : piece.length - 2;
}

function isSentenceEnd(text: string, index: number): boolean {
  const char = text[index] as string;
  if (char === '\n') return true;
  if ('。！？'.includes(char)) return !'。！？」』”"'.includes(text[index + 1] ?? 'x') || index + 1 === text.length;
  if (!'.!?…'.includes(char)) return false;
  // Closing quotes and brackets belong to the sentence; whatever follows must be a blank, and it must already be here.
  const after = /^["'”’)\]]*\s/.exec(text.slice(index + 1));
  if (!after || '.!?…'.includes(text[index + 1] ?? '')) return false;
  return char !== '.' || endsSentence(text.slice(Math.max(0, index - LOOK_BACK_CHARS), index));
}

/** Is a dot after this text the end of a sentence? */
function endsSentence(before: string): boolean {
  const word = /(\S+)$/.exec(before)?.[1] ?? '';
  const bare = word.replace(/^["'“‘(\[]+/, '').toLowerCase();
  if (ABBREVIATIONS.has(bare)) return false;
  if (/^[a-z]$/.test(bare) && bare !== 'i') return false;
  return !(/^\d{1,3}$/.test(bare) && before.trim() === word);
}

function isClauseEnd(text: string, index: number, char: string): boolean {
  if ('，、；：'.includes(char)) return true;
  if (!',;:—–'.includes(char)) return false;
  return /\s/.test(text[index + 1] ?? 'x');
}

/** Takes closing quotes and all blanks after `from` into the clause. */
function withBlanks(text: string, from: number): number {
  const tail = /^["'”’)\]]{0,8}\s*/.exec(text.slice(from));
  return from + (tail?.[0].length ?? 0);
}
