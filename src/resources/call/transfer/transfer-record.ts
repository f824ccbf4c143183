// A transfer written down: the intent before anybody is dialled, its webhooks with each step, its end told once.

import { enqueueCallWebhook } from '../../webhook/index.ts';
import { findCall, updateCall } from '../../../storage/index.ts';
import {
  bridgeCallTransfer,
  insertCallTransfer,
  takeCallTransfer,
  type CallTransfer,
} from '../../../storage/tables/index.ts';
import type { FinishDeps } from '../finish.ts';
import type { LiveCallDeps } from '../live-call.ts';
import { renderCall } from '../render.ts';
import type { Row } from '../../../storage/index.ts';
import type { ToldTransfer } from './told.ts';

export interface TransferRecord {
  /** The two are connected. */
  bridged(): Promise<void>;
  /** Over: `transfer_cancelled` for one that connected nobody, `transfer_ended` for the others. `silent`: nobody can tell when it ended. */
  over(how?: 'silent'): Promise<void>;
}

type RecordDeps = Pick<LiveCallDeps, 'db' | 'node' | 'recovery' | 'fileLinks' | 'wallClock' | 'log'>;

/** Rejects when the intent cannot be kept: then nobody is to be dialled. What follows is tried again until it is written. */
export async function openTransferRecord(
  deps: RecordDeps,
  row: Pick<Row<'calls'>, 'workspace_id' | 'call_id'>,
  told: ToldTransfer,
): Promise<TransferRecord> {
  const { workspace_id, call_id } = row;
  const owner = { owner_node: deps.node.nodeId, owner_epoch: deps.node.epoch };
  await deps.db.transaction().execute(async (trx) => {
    await insertCallTransfer(trx, { workspace_id, call_id, ...owner, told });
    await tell(deps, trx, row, 'transfer_started', told);
  });
  const unwritten: (() => Promise<void>)[] = [];
  let last: Promise<void> = Promise.resolve();

  /** In their order: none before the one that comes first is written. */
  async function writeAll(): Promise<void> {
    for (let step = unwritten[0]; step; step = unwritten[0]) {
      await step();
      unwritten.shift();
    }
  }

  function write(step: () => Promise<void>): Promise<void> {
    unwritten.push(step);
    last = last.then(writeAll).catch((error: unknown) => {
      deps.log.error({ callId: call_id, err: error }, 'a step of a transfer could not be written, it is tried again');
      deps.recovery.later(`${call_id} transfer`, writeAll);
    });
    return last;
  }

  return {
    bridged: () =>
      write(() =>
        deps.db.transaction().execute(async (trx) => {
          if (await bridgeCallTransfer(trx, row)) await tell(deps, trx, row, 'transfer_bridged', told);
        }),
      ),
    over: (how) => write(() => endTransfer(deps, row, how)),
  };
}

/** Once, whoever asks: the row goes with the telling. */
export async function endTransfer(
  deps: Pick<FinishDeps, 'db' | 'fileLinks' | 'wallClock'>,
  key: Pick<CallTransfer, 'workspace_id' | 'call_id'>,
  how?: 'silent',
): Promise<void> {
  await deps.db.transaction().execute(async (trx) => {
    const transfer = await takeCallTransfer(trx, key);
    if (!transfer) return;
    const told = transfer.told as ToldTransfer;
    if (transfer.state === 'started') return tell(deps, trx, key, 'transfer_cancelled', told);
    if (how === 'silent') return;
    const details = { transfer_end_timestamp: deps.wallClock() };
    await updateCall(trx, key.workspace_id, key.call_id, { details });
    await tell(deps, trx, key, 'transfer_ended', told);
  });
}

async function tell(
  deps: Pick<FinishDeps, 'fileLinks'>,
  trx: LiveCallDeps['db'],
  { workspace_id, call_id }: Pick<Row<'calls'>, 'workspace_id' | 'call_id'>,
  event: 'transfer_started' | 'transfer_bridged' | 'transfer_cancelled' | 'transfer_ended',
  told: ToldTransfer,
): Promise<void> {
  const call = await findCall(trx, workspace_id, call_id);
  if (call) await enqueueCallWebhook(trx, call, event, renderCall(call, deps.fileLinks), told);
}
