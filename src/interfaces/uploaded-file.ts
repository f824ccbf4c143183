// A file that came with a request.

/** A file of a form, on this machine until the request is answered. Who wants to keep it takes it away from `path`. */
export interface UploadedFile {
  /** Of the form, without `[]`. */
  field: string;
  /** Safe to show and to store: no path, no control characters, never empty. */
  fileName: string;
  /** As the sender says it, which means nothing. */
  contentType: string;
  path: string;
  /** Bytes. */
  size: number;
  /** SHA-256, hex. */
  sha256: string;
}
