// Files that outlive a call: recordings, logs, assets, sources of knowledge bases. A folder now, S3 later.

export interface BlobStore {
  /** Opens a blob for appending; visible to readers as it grows. `key` is `<64 hex>/<file name>`, unguessable by construction. */
  append(key: string): Promise<BlobWriter>;
  write(key: string, content: Uint8Array | string): Promise<void>;
  /** Makes the file at `path`, anywhere on this machine, the blob; it is gone from `path` afterwards. Whole or not at all. */
  take(key: string, path: string): Promise<void>;
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
