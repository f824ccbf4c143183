// What readers of all kinds of documents give: blocks in the order of the document.

/** `row`: one row of a table with the names of its columns, of use by itself. `item`: stands close to its neighbours, like an entry of a list. */
export type Block =
  | { is: 'heading'; level: number; text: string }
  | { is: 'paragraph'; text: string }
  | { is: 'item'; text: string }
  | { is: 'row'; text: string };

export interface Reading {
  title: string;
  blocks: Block[];
  /** Of pages. */
  links: string[];
}

export interface ReadingContext {
  charset: string | undefined;
  url: string | undefined;
}

/** Throws DocumentError. */
export type Reader = (bytes: Buffer, context: ReadingContext) => Promise<Reading> | Reading;

export function readingOf(blocks: Block[], title = ''): Reading {
  return { title, blocks, links: [] };
}
