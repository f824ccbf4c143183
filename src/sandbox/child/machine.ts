// One QuickJS machine for one program: memory of its own with a ceiling, and a few functions of ours. Only text passes its walls.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import release from '@jitl/quickjs-wasmfile-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSSyncVariant,
} from 'quickjs-emscripten-core';
import type { ConsoleLine } from '../../interfaces/code-runner.ts';
import { MAX_TEXT_CHARACTERS, type FetchAnswer, type FetchRequest, type FromChild, type ToChild } from '../protocol.ts';
import { ask, type World } from './ask.ts';
import { ENTRY, moduleSource } from './globals-source.ts';
import { createTimers } from './timers.ts';

export interface Machine {
  /** Once. Never rejects for what the program does; a machine that breaks ends the process. */
  run(program: ToChild & { do: 'run' }): Promise<MachineEnd>;
  answer(fetchId: number, answer: FetchAnswer): void;
  /** Did the program take much more memory than usual? */
  readonly hasGrown: boolean;
  close(): void;
}

export type MachineEnd = Pick<FromChild & { is: 'done' }, 'how' | 'text'>;

export interface MachineEvents {
  console(line: ConsoleLine): void;
  fetch(id: number, request: FetchRequest): void;
}

/** WebAssembly counts in pages of 64 KiB: 16 MB to begin with, at most 64 MB. QuickJS's own limit does not see large blocks. */
const PAGES = { initial: 256, maximum: 1024 };
const PAGE_BYTES = 65_536;
/** With more, deep recursion meets the end of our stack before that of the machine. */
const STACK_BYTES = 131_072;

/** The package's types are those of its other form, for `require`. */
const variant = release as unknown as QuickJSSyncVariant;
const compiled = WebAssembly.compile(
  readFileSync(fileURLToPath(import.meta.resolve('@jitl/quickjs-wasmfile-release-sync/wasm'))),
);

export async function createMachine(events: MachineEvents): Promise<Machine> {
  const memory = new WebAssembly.Memory(PAGES);
  const quickJs = await newQuickJSWASMModuleFromVariant(
    newVariant(variant, { wasmModule: await compiled, wasmMemory: memory }),
  );
  const runtime = quickJs.newRuntime();
  runtime.setMaxStackSize(STACK_BYTES);
  const vm = runtime.newContext();
  const over = Promise.withResolvers<MachineEnd>();
  let isOver = false;
  const waiting = new Set<number>();
  const timers = createTimers((id) => settle(id, true, 'null'));

  const world: World = {
    console: events.console,
    fetch(id, request) {
      waiting.add(id);
      events.fetch(id, request);
    },
    timer: (id, ms) => timers.set(id, ms),
    cancelTimer: (id) => timers.cancel(id),
    finish: (how, text) => finish({ how, text }),
  };
  const { begin, settled } = install(vm, world);

  function finish(end: MachineEnd): void {
    if (isOver) return;
    isOver = true;
    timers.close();
    over.resolve(end);
  }

  /** Runs what is due, and sees whether anything is still to come. */
  function pump(): void {
    while (!isOver && runtime.hasPendingJob()) {
      const done = runtime.executePendingJobs();
      if (done.error) {
        done.error.dispose();
        if (isFull()) return finish(OUT_OF_MEMORY);
      }
    }
    if (isOver || timers.count > 0 || waiting.size > 0) return;
    finish(isFull() ? OUT_OF_MEMORY : STUCK);
  }

  function isFull(): boolean {
    return memory.buffer.byteLength >= PAGES.maximum * PAGE_BYTES;
  }

  function call(target: QuickJSHandle, ...texts: (string | number | boolean)[]): void {
    if (isOver) return;
    const handles = texts.map((each) =>
      typeof each === 'string'
        ? vm.newString(each)
        : typeof each === 'number'
          ? vm.newNumber(each)
          : each
            ? vm.true
            : vm.false,
    );
    const result = vm.callFunction(target, vm.undefined, ...handles);
    for (const handle of handles) handle.dispose();
    if (result.error) {
      result.error.dispose();
      finish(isFull() ? OUT_OF_MEMORY : { how: 'threw', text: 'The code threw something that cannot be shown.' });
    } else result.value.dispose();
    pump();
  }

  function settle(id: number, isFulfilled: boolean, json: string): void {
    waiting.delete(id);
    call(settled, id, isFulfilled, json);
  }

  return {
    run({ code, dv, metadata }) {
      call(begin, code, JSON.stringify(dv), JSON.stringify(metadata));
      return over.promise;
    },
    answer(fetchId, answer) {
      if (!waiting.has(fetchId)) return;
      if (answer.ok) settle(fetchId, true, JSON.stringify(answer));
      else settle(fetchId, false, JSON.stringify(answer.message));
    },
    get hasGrown() {
      return memory.buffer.byteLength > 2 * PAGES.initial * PAGE_BYTES;
    },
    close() {
      finish(STUCK);
    },
  };
}

const OUT_OF_MEMORY: MachineEnd = { how: 'memory', text: 'The code needed more memory than it may have (64 MB).' };
const STUCK: MachineEnd = { how: 'stuck', text: 'The code waits for something that never happens.' };

/** Puts our functions in. Gives what starts a program, and what tells it that something it waits for is there. */
function install(vm: QuickJSContext, world: World): { begin: QuickJSHandle; settled: QuickJSHandle } {
  vm.runtime.setModuleLoader(moduleSource);
  const globals = vm.unwrapResult(vm.evalCode(moduleSource(ENTRY), ENTRY, { type: 'module' }));
  // Programs import nothing.
  vm.runtime.removeModuleLoader();
  const host = vm.newFunction('host', (what, input) => vm.newString(ask(world, textOf(vm, what), textOf(vm, input))));
  const doors = vm.unwrapResult(vm.callFunction(vm.getProp(globals, 'install'), vm.undefined, host));
  return { begin: vm.getProp(doors, 'begin'), settled: vm.getProp(doors, 'settled') };
}

/** Throws, inside the machine, for what is no text or too long to be carried out of it. */
function textOf(vm: QuickJSContext, handle: QuickJSHandle): string {
  if (vm.typeof(handle) !== 'string') throw new TypeError('expected a text');
  const length = vm.getProp(handle, 'length').consume((each) => vm.getNumber(each));
  if (length > MAX_TEXT_CHARACTERS + 1_000) throw new RangeError('The text is too long.');
  return vm.getString(handle);
}
