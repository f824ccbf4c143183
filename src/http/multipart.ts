// Bodies of the type multipart/form-data (RFC 7578): files stream to a folder of their own, texts stay in memory.

import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import { ApiError, invalidRequest, type FormField, quoted } from '../contract/index.ts';
import type { UploadedFile } from '../interfaces/uploaded-file.ts';
import { fileNameOf } from './file-name.ts';

/** A text field as it came; `isItem`: under its name with `[]`. */
export interface FormText {
  field: string;
  text: string;
  isItem: boolean;
}

export interface Form {
  texts: FormText[];
  files: UploadedFile[];
  /** Removes what is left of the files. Idempotent. */
  discard(): Promise<void>;
}

export interface FormLimits {
  files: number;
  fileBytes: number;
  /** Of all text fields together. */
  textBytes: number;
  /** Of all kinds. */
  parts: number;
  /** A sender that is silent for longer is cut. */
  idleMs: number;
}

export const FORM_LIMITS: FormLimits = {
  files: 25,
  fileBytes: 50 * 1024 * 1024,
  textBytes: 8 * 1024 * 1024,
  parts: 200,
  idleMs: 30_000,
};

/** Read on after a fault, so that the sender, who writes before it reads, hears of it. */
const LAST_BYTES = 64 * 1024 * 1024;

export interface FormOptions {
  /** Where folders for uploads are made; made itself when missing. */
  folder: string;
  fields: Record<string, FormField>;
  limits?: Partial<FormLimits>;
}

const forms = new WeakSet<object>();

/** Is this what `readForm` gave? A JSON body of the same shape is not. */
export function isForm(body: unknown): body is Form {
  return typeof body === 'object' && body !== null && forms.has(body);
}

/** Takes a body in. Throws an ApiError (400, 408, 413) in words; nothing is left on disk then, nor when the sender goes away. */
export async function readForm(
  body: Readable,
  headers: IncomingMessage['headers'],
  options: FormOptions,
): Promise<Form> {
  const limits = { ...FORM_LIMITS, ...options.limits };
  const parser = createParser(headers, limits);
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(options.folder, 'upload-'));
  const discard = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const form: Form = { ...(await readParts(body, parser, folder, options.fields, limits)), discard };
    forms.add(form);
    return form;
  } catch (error) {
    await discard();
    throw error;
  }
}

function createParser(headers: IncomingMessage['headers'], limits: FormLimits): BusboyInstance {
  try {
    return new Busboy({
      headers: headers as BusboyHeaders,
      // A part is a file when it has a file name; types are put on texts as well.
      isPartAFile: (_field, _type, fileName) => fileName !== undefined,
      limits: {
        fieldNameSize: 200,
        fieldSize: limits.textBytes,
        fileSize: limits.fileBytes,
        fields: limits.parts,
        files: limits.parts,
        parts: limits.parts,
        headerPairs: 50,
      },
    });
  } catch {
    throw invalidRequest('The body is no form: its content-type names no boundary.');
  }
}

async function readParts(
  body: Readable,
  parser: BusboyInstance,
  folder: string,
  fields: Record<string, FormField>,
  limits: FormLimits,
): Promise<Pick<Form, 'texts' | 'files'>> {
  const texts: FormText[] = [];
  const files: UploadedFile[] = [];
  const writing: Promise<void>[] = [];
  const open = new Set<Readable>();
  const faults: ApiError[] = [];
  let textBytes = 0;
  let fileCount = 0;
  const refuse = (error: ApiError): void => {
    faults.push(error);
  };

  parser.on('field', (given, text, _nameCut, textCut) => {
    const { field, isItem } = nameOf(given);
    // Some SDKs send the text `[]` under the name of a file field, beside the files.
    if (isFile(fields[field])) return;
    textBytes += Buffer.byteLength(text);
    if (textCut || textBytes > limits.textBytes)
      refuse(new ApiError('too_large', `All text fields together may have ${megabytes(limits.textBytes)}.`));
    else texts.push({ field, text, isItem });
  });
  parser.on('file', (given, stream, name, _encoding, contentType) => {
    const { field } = nameOf(given);
    const fileName = fileNameOf(name);
    if (!isFile(fields[field])) refuse(unknownFile(field, fields));
    else if (++fileCount > limits.files) refuse(invalidRequest(`${field}: expected at most ${limits.files} files.`));
    // Cut uploads end with the pipeline below; its error is the one that tells.
    stream.on('error', () => undefined);
    open.add(stream.once('close', () => open.delete(stream)));
    if (faults.length > 0) return void stream.resume();
    stream.once('limit', () =>
      refuse(
        new ApiError(
          'too_large',
          `${field}: the file ${JSON.stringify(fileName)} has more than ${megabytes(limits.fileBytes)}.`,
        ),
      ),
    );
    const file: UploadedFile = {
      field,
      fileName,
      contentType,
      path: join(folder, String(files.length)),
      size: 0,
      sha256: '',
    };
    files.push(file);
    writing.push(keep(stream, file));
  });
  for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const)
    parser.on(limit, () => refuse(invalidRequest(`The form has more than ${limits.parts} parts.`)));

  try {
    await pipeline(
      body,
      watchful(limits.idleMs, () => faults.length > 0),
      parser,
    );
    // A file whose rest was not looked at has no end.
    if (faults.length > 0) throw new Error('refused');
    await Promise.all(writing);
  } catch (error) {
    for (const stream of open) stream.destroy();
    await Promise.allSettled(writing);
    throw faults[0] ?? (error instanceof ApiError ? error : brokenForm(error));
  }
  if (faults[0]) throw faults[0];
  return { texts, files };
}

/**
 * Passes bytes on, until the form is refused: what comes then is taken in and looked at no more. Ends a form whose sender falls silent, or
 * who sends on and on although the form is refused.
 */
function watchful(idleMs: number, isRefused: () => boolean): Transform {
  let bytesAfterFault = 0;
  const cut = (): void =>
    void through.destroy(
      new ApiError('timeout', `Nothing came for ${idleMs / 1000} s.`, { headers: { connection: 'close' } }),
    );
  const timer = setTimeout(cut, idleMs);
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      timer.refresh();
      if (!isRefused()) return done(null, chunk);
      bytesAfterFault += chunk.length;
      done(bytesAfterFault > LAST_BYTES ? new Error('too long') : null);
    },
    destroy(error, done) {
      clearTimeout(timer);
      done(error);
    },
  });
  return through;
}

async function keep(stream: Readable, file: UploadedFile): Promise<void> {
  const hash = createHash('sha256');
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      file.size += chunk.length;
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(stream, measure, createWriteStream(file.path, { mode: 0o600 }));
  file.sha256 = hash.digest('hex');
}

function nameOf(given: string | undefined): { field: string; isItem: boolean } {
  const name = given ?? '';
  return name.endsWith('[]') ? { field: name.slice(0, -2), isItem: true } : { field: name, isItem: false };
}

function isFile(field: FormField | undefined): boolean {
  return field === 'file' || field === 'file[]';
}

function unknownFile(field: string, fields: Record<string, FormField>): ApiError {
  const name = quoted(field);
  if (Object.hasOwn(fields, field)) return invalidRequest(`${field}: expected text, got a file.`);
  const known = Object.keys(fields).filter((each) => isFile(fields[each]));
  return invalidRequest(`There is no field ${name} for files; files come as ${known.join(', ')}.`);
}

function brokenForm(error: unknown): ApiError {
  const { code, message = '' } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new ApiError('unavailable', 'There is no room for these files.', { retryAfterS: 60, cause: error });
  const isCut =
    code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET' || /Unexpected end|terminated early/i.test(message);
  return invalidRequest(isCut ? 'The form ends in the middle of a part.' : 'The form is not as RFC 7578 has it.');
}

function megabytes(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.floor(bytes / 1024 / 1024)} MB` : `${bytes} bytes`;
}
