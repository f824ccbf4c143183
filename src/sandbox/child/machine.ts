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
  run(program: Omit<ToChild & { do: 'run' }, 'do'>): Promise<MachineEnd>;
  answer(fetchId: number, answer: FetchAnswer): void;
  /** Has the program broken it, or taken much more memory than usual? Then its process should not go on. */
  readonly isWorn: boolean;
}

export type MachineEnd = Pick<FromChild & { is: 'done' }, 'how' | 'text'>;

export interface MachineEvents {
  console(line: ConsoleLine): void;
  fetch(id: number, request: FetchRequest): void;
  /** Now and then while the program computes. */
  pulse(): void;
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
  runtime.setInterruptHandler(() => {
    events.pulse();
    return false;
  });
  const vm = runtime.newContext();
  const over = Promise.withResolvers<MachineEnd>();
  const requests = new Set<number>();
  const timers = createTimers((id) => settle(id, true, null));
  let isOver = false;
  let isBroken = false;

  const { begin, settled } = install(vm, {
    console: events.console,
    fetch(id, request) {
      requests.add(id);
      events.fetch(id, request);
    },
    timer: (id, ms) => timers.set(id, ms),
    cancelTimer: (id) => timers.cancel(id),
    finish: (how, text) => finish(how === 'threw' && isForMemory(text) ? OUT_OF_MEMORY : { how, text }),
  });

  function finish(end: MachineEnd): void {
    isOver = true;
    timers.close();
    over.resolve(end);
  }

  /** Lets the program go on, until it waits or is over. What breaks the machine itself is the program's end. */
  function enter(door: QuickJSHandle, message: string): void {
    if (isOver) return;
    try {
      const text = vm.newString(message);
      vm.unwrapResult(vm.callFunction(door, vm.undefined, text)).dispose();
      text.dispose();
      while (!isOver && runtime.hasPendingJob()) runtime.executePendingJobs().dispose();
    } catch (error) {
      isBroken = true;
      finish(isFull() ? OUT_OF_MEMORY : error instanceof RangeError ? TOO_DEEP : BROKEN);
    }
    if (!isOver && timers.count === 0 && requests.size === 0) finish(isFull() ? OUT_OF_MEMORY : STUCK);
  }

  function settle(id: number, isFulfilled: boolean, value: unknown): void {
    enter(settled, JSON.stringify([id, isFulfilled, value]));
  }

  /** It grows in steps: the last one before the end is not always taken. */
  function isFull(): boolean {
    return memory.buffer.byteLength > 0.75 * PAGES.maximum * PAGE_BYTES;
  }

  /** A machine that cannot even make an error throws null. */
  function isForMemory(text: string): boolean {
    return text.startsWith('InternalError: out of memory') || (isFull() && text === 'The code threw null');
  }

  return {
    run(program) {
      enter(begin, JSON.stringify(program));
      return over.promise;
    },
    answer(fetchId, answer) {
      if (!requests.delete(fetchId)) return;
      if (answer.ok) settle(fetchId, true, answer);
      else settle(fetchId, false, answer.message);
    },
    get isWorn() {
      return isBroken || memory.buffer.byteLength > 2 * PAGES.initial * PAGE_BYTES;
    },
  };
}

const OUT_OF_MEMORY: MachineEnd = { how: 'memory', text: 'The code needed more memory than it may have (64 MB).' };
const STUCK: MachineEnd = { how: 'stuck', text: 'The code waits for something that never happens.' };
const TOO_DEEP: MachineEnd = { how: 'threw', text: 'RangeError: Something in the code is nested too deeply.' };
const BROKEN: MachineEnd = { how: 'threw', text: 'The code did something that cannot be done here.' };

/** Puts our functions in. Gives what starts a program, and what tells it that something it waits for is there. */
function install(vm: QuickJSContext, world: World): { begin: QuickJSHandle; settled: QuickJSHandle } {
  vm.runtime.setModuleLoader(moduleSource);
  const globals = vm.unwrapResult(vm.evalCode(moduleSource(ENTRY), ENTRY, { type: 'module' }));
  // Programs import nothing, not even what is loaded already.
  vm.runtime.setModuleLoader(refuseModule, refuseModule);
  const host = vm.newFunction('host', (what, input) => vm.newString(ask(world, textOf(vm, what), textOf(vm, input))));
  const doors = vm.unwrapResult(vm.callFunction(vm.getProp(globals, 'install'), vm.undefined, host));
  return { begin: vm.getProp(doors, 'begin'), settled: vm.getProp(doors, 'settled') };
}

function refuseModule(): { error: Error } {
  return { error: new TypeError('Modules cannot be imported here.') };
}

/** Throws, inside the machine, for what is no text or too long to be carried out of it. */
function textOf(vm: QuickJSContext, handle: QuickJSHandle): string {
  if (vm.typeof(handle) !== 'string') throw new TypeError('expected a text');
  const length = vm.getProp(handle, 'length').consume((each) => vm.getNumber(each));
  if (length > MAX_TEXT_CHARACTERS + 1_000) throw new RangeError('The text is too long.');
  return vm.getString(handle);
}
