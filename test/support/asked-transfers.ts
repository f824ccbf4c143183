// Calls whose agent transfers them as soon as the caller has asked for it, and what then holds, for tests with three parties.

import assert from 'node:assert/strict';
import type { ScriptedTurn } from '../../src/providers/scripted/index.ts';
import { findCallById, type Row } from '../../src/storage/index.ts';
import { transferTool } from './transfer-tool.ts';
import type { BeginOptions, RunningPhoneCall, TransferWorld } from './transfer-world.ts';

export const DESTINATION = '+14155550199';

export interface AskedOptions {
  /** Fields of the tool. */
  tool?: object;
  hears?: string[];
  then?: ScriptedTurn[];
  can?: object;
  deps?: BeginOptions['deps'];
  row?: BeginOptions['row'];
  /** Before the caller asks. */
  before?: (call: RunningPhoneCall) => unknown;
}

/** In a world that a test file starts before its first test. */
export function askedTransfers(world: () => TransferWorld) {
  /** A call whose agent transfers as soon as the caller has asked for it. */
  async function asked(option: object, more: AskedOptions = {}): Promise<RunningPhoneCall> {
    const tool = transferTool(DESTINATION, option, more.tool);
    const agentId = await world().agent({ llm: { begin_message: 'Hi.', general_tools: [tool] } });
    const call = await world().begin({
      agentId,
      hears: ['A person please.', ...(more.hears ?? [])],
      turns: [{ tools: [{ name: 'transfer' }] }, ...(more.then ?? [{ say: 'It did not work.' }])],
      ...(more.can ? { can: more.can } : {}),
      ...(more.deps ? { deps: more.deps } : {}),
      ...(more.row ? { row: more.row } : {}),
    });
    await call.caller.hears(220);
    await call.caller.hearsNo(220);
    await more.before?.(call);
    call.caller.say();
    return call;
  }

  /** With an agent of its own that speaks first. */
  async function complete(option: { type: string }, config: object = {}): Promise<object> {
    if (option.type !== AGENTIC.type) return option;
    const tools = [
      { type: 'bridge_transfer', name: 'bridge_transfer' },
      { type: 'cancel_transfer', name: 'cancel_transfer' },
    ];
    const agent_id = await world().agent({ llm: { begin_message: 'Will you take a call?', general_tools: tools } });
    return { ...option, agentic_transfer_config: { transfer_agent: { agent_id, agent_version: 0 }, ...config } };
  }

  /** The call of a transfer agent. */
  async function otherCall(option: object): Promise<Row<'calls'> | undefined> {
    const { agent_id } = (option as { agentic_transfer_config: { transfer_agent: { agent_id: string } } })
      .agentic_transfer_config.transfer_agent;
    const { db } = world().server.database;
    const found = await db.selectFrom('calls').select('call_id').where('agent_id', '=', agent_id).executeTakeFirst();
    return found && findCallById(db, found.call_id);
  }

  return { asked, complete, otherCall };
}

/** Pairs of ports between which sound of a capture went. */
export function linesIn(pcap: Buffer): Set<string> {
  const lines = new Set<string>();
  for (let at = 24; at + 46 <= pcap.length; at += 16 + pcap.readUInt32LE(at + 8)) {
    const isReport = pcap.readUInt8(at + 45) >= 200 && pcap.readUInt8(at + 45) <= 207;
    if (!isReport) lines.add([pcap.readUInt16BE(at + 36), pcap.readUInt16BE(at + 38)].sort().join(' '));
  }
  return lines;
}

/** What the limits of calls out are told of those who were called. */
export function countingTalks() {
  const talks: { to: string; talkedMs: number }[] = [];
  const counting: BeginOptions['deps'] = {
    settleDestination: async (_workspaceId, to, { talkedMs }) => void talks.push({ to, talkedMs }),
  };
  return { talks, counting };
}

export const events = async (call: RunningPhoneCall): Promise<string[]> =>
  (await call.webhooks()).map(({ event }) => event);

/** The agent speaks with the caller again, and knows why. */
export async function isBack(call: RunningPhoneCall, why: string): Promise<void> {
  await call.caller.hears(220);
  const told = call.mind.requests.at(-1)?.messages.findLast(({ role }) => role === 'tool')?.content ?? '';
  assert.match(told, new RegExp(`\\(${why}\\)`));
  assert.deepEqual(await events(call), ['transfer_started', 'transfer_cancelled']);
}

export const WARM = {
  type: 'warm_transfer',
  agent_detection_timeout_ms: 20_000,
  private_handoff_option: { type: 'static_message', message: 'Ann needs help.' },
  public_handoff_option: { type: 'static_message', message: 'You are connected now.' },
};
export const AGENTIC = { type: 'agentic_warm_transfer', enable_bridge_audio_cue: false };

/** Everybody is hung up once, the transfer is told to have failed, and the call ends as the caller's. */
export async function allOver(call: RunningPhoneCall, dialled = 1): Promise<void> {
  await call.call.finished;
  await Promise.all(call.edge.dialled.map((phone) => phone.gone));
  assert.equal((await call.row()).disconnection_reason, 'user_hangup');
  assert.deepEqual(await events(call), ['transfer_started', 'transfer_cancelled', 'call_ended']);
  for (const phone of call.edge.dialled)
    assert.equal(phone.commands.filter(({ do: what }) => what === 'hangup').length, 1);
  assert.equal(call.edge.dialled.length, dialled);
}
