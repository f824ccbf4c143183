// The line between servers: what is asked of a call that another one runs goes through the database, and so does the answer.

import type { Kysely } from 'kysely';
import type { Log } from '../../interfaces/log.ts';
import {
  answerCallCommand,
  CALL_COMMANDS_CHANNEL,
  collectCallAnswer,
  DEAD_AFTER_MS,
  isNodeAlive,
  openNotices,
  sendCallCommand,
  takeCallCommands,
  withdrawCallCommand,
  type CallOwner,
  type Database,
  type TakenCallCommand,
} from '../../storage/index.ts';
import type { CallCommand, CommandAnswer, LiveCall } from './live-call.ts';

/** A call that somebody else runs. */
export interface RemoteCall {
  workspaceId: string;
  callId: string;
  owner: CallOwner;
}

/** `owner_dead`: nobody runs the call any more, it is about to be ended. `no_answer`: its server is busy or cut off; nothing was done. */
export type LineAnswer = CommandAnswer | { ok: false; why: 'owner_dead' | 'no_answer' };

export interface CallLine {
  /** Asks the server that runs the call, for at most three seconds. Rejects when the database is away. */
  ask(call: RemoteCall, command: CallCommand): Promise<LineAnswer>;
  /** Idempotent. */
  close(): Promise<void>;
}

export interface CallLineDeps {
  db: Kysely<Database>;
  /** Of the database, for the notices. */
  url: string;
  /** Who we are. */
  node: CallOwner;
  find(callId: string): Pick<LiveCall, 'workspaceId' | 'obey'> | undefined;
  log: Log;
  /** Default: three seconds. */
  waitMs?: number;
}

const WAIT_MS = 3_000;
/** Notices come at once; this is for those that were lost. */
const LOOK_AGAIN_MS = 500;

/** Listens when it resolves. */
export async function openCallLine(deps: CallLineDeps): Promise<CallLine> {
  const { db, url, node, log, waitMs = WAIT_MS } = deps;
  const waiting = new Set<() => void>();
  let serving: Promise<void> = Promise.resolve();

  function look(payload: string | null): void {
    if (payload !== null && payload !== node.nodeId) return;
    for (const wake of waiting) wake();
    serving = serving.then(serve);
  }

  async function serve(): Promise<void> {
    try {
      const commands = await takeCallCommands(db, node, waitMs);
      await Promise.all(commands.map((command) => carryOut(deps, command)));
    } catch (error) {
      log.warn({ err: error }, 'commands of other servers could not be carried out');
    }
  }

  async function answerTo(commandId: number): Promise<LineAnswer> {
    const deadline = performance.now() + waitMs;
    for (;;) {
      const noticed = nextNotice();
      const answer = await collectCallAnswer(db, commandId);
      if (answer) return answer as CommandAnswer;
      if (performance.now() >= deadline) break;
      await noticed;
    }
    if (await withdrawCallCommand(db, commandId)) return { ok: false, why: 'no_answer' };
    // Taken a moment ago: what was done counts, if it is known by now.
    return ((await collectCallAnswer(db, commandId)) as CommandAnswer | undefined) ?? { ok: false, why: 'no_answer' };
  }

  /** Resolves with the next notice for us, or when it is time to look all the same. */
  function nextNotice(): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, LOOK_AGAIN_MS);
      waiting.add(wake);
    });
  }

  const notices = await openNotices({ url, channel: CALL_COMMANDS_CHANNEL, onNotice: look, log });
  return {
    async ask({ workspaceId, callId, owner }, command) {
      if (!(await isNodeAlive(db, owner, DEAD_AFTER_MS))) return { ok: false, why: 'owner_dead' };
      const commandId = await sendCallCommand(db, {
        workspace_id: workspaceId,
        call_id: callId,
        owner_node: owner.nodeId,
        owner_epoch: owner.epoch,
        asker_node: node.nodeId,
        command,
      });
      return answerTo(commandId);
    },
    async close() {
      await notices.close();
      await serving;
    },
  };
}

async function carryOut({ db, find, log }: CallLineDeps, taken: TakenCallCommand): Promise<void> {
  const call = find(taken.call_id);
  const isOurs = call?.workspaceId === taken.workspace_id;
  const answer = isOurs ? await call.obey(taken.command as CallCommand) : { ok: false, why: 'not_ongoing' };
  await answerCallCommand(db, taken, answer);
  log.debug({ callId: taken.call_id, answer }, 'a command of another server was carried out');
}
