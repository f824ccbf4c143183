// Reading documents whose content nobody vouches for: out of the process, with limits of time and memory.

export interface DocumentReader {
  /** Throws DocumentError for what cannot be read, and the signal's reason. */
  read(document: DocumentToRead, signal: AbortSignal): Promise<ReadDocument>;
  /** Ends what is being read. Idempotent. */
  close(): Promise<void>;
}

export interface DocumentToRead {
  /** A file on this machine. */
  path: string;
  /** What its content is, as an extension without dot: `pdf`, `docx`, `txt`; `page` for HTML that was fetched, of which only the matter counts. */
  kind: string;
  /** As the server named it; only where the content does not say (`windows-1252`). */
  charset?: string;
  /** Of pages, to make their links whole. */
  url?: string;
  /** Characters. */
  maxChunkSize: number;
  minChunkSize: number;
}

export interface ReadDocument {
  /** What the document calls itself; empty when it does not say. */
  title: string;
  /** In the order of the document; at least one. */
  chunks: DocumentChunk[];
  /** Addresses that a page links to, whole, each once, without fragments. */
  links: string[];
}

export interface DocumentChunk {
  text: string;
  /** Headings above it that are not in its text, outermost first, joined by ` > `. */
  heading: string;
}

/** `message` is for people: it says what is wrong with the file, without its name. */
export class DocumentError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'DocumentError';
  }
}
