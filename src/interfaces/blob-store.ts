// Files that outlive a call: recordings, logs, later knowledge-base sources. A folder now, S3 later.

export interface BlobStore {
  /** Opens a blob for appending; visible to readers as it grows. `key` is `<64 hex>/<file name>`, unguessable by construction. */
  append(key: string): Promise<BlobWriter>;
  write(key: string, content: Uint8Array | string): Promise<void>;
  /** Undefined when there is no such blob. `range` in bytes, end exclusive. */
  read(
    key: string,
    range?: { start: number; end?: number },
  ): Promise<{ size: number; stream: NodeJS.ReadableStream } | undefined>;
  delete(key: string): Promise<void>;
  /** A path on this machine for writers that need one (the media host records straight into it). */
  localPath(key: string): string;
}

export interface BlobWriter {
  write(chunk: Uint8Array): Promise<void>;
  close(): Promise<void>;
}
