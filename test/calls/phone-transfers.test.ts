// The three transfers with three parties on real legs, each going well, and failing at every step. One file for all, however long: its tests share
// one world, and run six at a time.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, suite, test } from 'node:test';
import { silentLog } from '../../src/interfaces/log.ts';
import type { DialFailure } from '../../src/interfaces/phone-edge.ts';
import { recordingKeys } from '../../src/resources/call/files.ts';
import { refuseDestination } from '../../src/resources/call/index.ts';
import { capturePackets } from '../../src/resources/call/phone/capture-packets.ts';
import {
  AGENTIC,
  allOver,
  askedTransfers,
  countingTalks,
  DESTINATION,
  events,
  isBack,
  linesIn,
  WARM,
} from '../support/asked-transfers.ts';
import { CALLER, OWN_NUMBER, OWNER, startTransferWorld, type TransferWorld } from '../support/transfer-world.ts';
import { until } from '../support/whole-server.ts';

let world: TransferWorld;
const { asked, complete, otherCall } = askedTransfers(() => world);

suite('transfers', { concurrency: 6 }, () => {
  const cleanUps: (() => unknown)[] = [];
  before(async () => {
    world = await startTransferWorld({ after: (cleanUp) => void cleanUps.push(cleanUp) });
  });
  after(async () => {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  });

  test('cold: the caller hears ringing, then the destination, and the record ends; who hangs up ends both', async () => {
    const { talks, counting } = countingTalks();
    const { blobs } = world.server.deps;
    const call = await asked(
      { type: 'cold_transfer', show_transferee_as_caller: true },
      {
        tool: { custom_sip_headers: { 'X-Case': '7' } },
        deps: counting,
        row: { details: JSON.stringify({ capture_packets: true }) },
        before: async ({ row, caller }) =>
          capturePackets({ db: world.server.database.db, blobs, log: silentLog }, await row(), caller.leg),
      },
    );
    const party = await call.edge.next();
    assert.deepEqual(
      [party.wish?.to, party.wish?.number, party.wish?.shownAs, party.wish?.headers, party.wish?.role],
      [DESTINATION, OWN_NUMBER, CALLER, { 'X-Case': '7' }, 'consult'],
    );
    party.ring();
    await call.caller.hears(440);
    await party.answer();
    party.tone(1000);
    call.caller.tone(1500);
    await Promise.all([call.caller.hears(1000), party.hears(1500), call.caller.hearsNo(440)]);
    await call.call.finished;
    const row = await call.row();
    assert.deepEqual([row.call_status, row.disconnection_reason, row.has_recording], ['ended', 'call_transfer', true]);
    assert.equal(row.details['transfer_destination'], DESTINATION);
    assert.equal(
      call.caller.commands.some(({ do: what }) => what === 'hangup'),
      false,
    );
    call.caller.press('5');
    await party.told('dtmf');
    party.hangUp();
    await call.caller.gone;
    await call.call.pair?.over;
    const told = await call.webhooks();
    assert.deepEqual(
      told.map(({ event }) => event),
      ['transfer_started', 'transfer_bridged', 'call_ended', 'transfer_ended'],
    );
    assert.deepEqual(told[0]?.body['transfer_destination'], { number: DESTINATION });
    assert.equal(told[0]?.body['transfer_option'].showTransfereeAsCaller, true);
    assert.equal(told[0]?.body['call'].call_status, 'ongoing');
    assert.ok(told[3]?.body['call'].transfer_end_timestamp > 0);
    const { capture } = recordingKeys(row.files_key);
    await until(async () => linesIn(await readFile(blobs.localPath(capture))).size >= 2);
    assert.equal(talks.length, 1);
    assert.ok(talks[0]!.to === DESTINATION && talks[0]!.talkedMs > 0, 'as long as they talked, not a minute');
  });

  const REFUSALS: [DialFailure, string][] = [
    ['busy', 'busy'],
    ['no_answer', 'no_answer'],
    ['declined', 'rejected'],
    ['invalid_destination', 'invalid_destination'],
    ['unavailable', 'unavailable'],
    ['failed', 'rejected'],
  ];
  for (const [failure, why] of REFUSALS) {
    test(`cold: a destination that fails with ${failure} gives the caller back to the agent`, async () => {
      const { talks, counting } = countingTalks();
      const call = await asked({ type: 'cold_transfer' }, { deps: counting });
      const party = await call.edge.next();
      await call.caller.hears(440);
      party.fail(failure);
      await isBack(call, why);
      assert.deepEqual(talks, [{ to: DESTINATION, talkedMs: 0 }], 'nobody talked');
    });
  }

  test('cold: sound of the destination’s network is heard in place of our ringing; an extension is pressed before the two are connected', async () => {
    const destination = { type: 'predefined', number: DESTINATION, extension: '42#' };
    const call = await asked({ type: 'cold_transfer' }, { tool: { transfer_destination: destination } });
    const party = await call.edge.next();
    party.tone(1200);
    party.early();
    await Promise.all([call.caller.hears(1200), call.caller.hearsNo(440)]);
    await party.answer();
    await call.call.finished;
    assert.equal(party.keys(), '42#');
    assert.deepEqual((await call.webhooks())[0]?.body['transfer_destination'], {
      number: DESTINATION,
      extension: '42#',
    });
  });

  test('cold by REFER: the carrier takes the caller away, or says why not; a line without it says so', async () => {
    const option = { type: 'cold_transfer', cold_transfer_mode: 'sip_refer' };
    const call = await asked(option, { can: { refer: true } });
    const order = await call.caller.told('refer');
    assert.equal(order.to, DESTINATION);
    call.caller.referDone(true, 200);
    await call.call.finished;
    assert.equal((await call.row()).disconnection_reason, 'call_transfer');
    await call.caller.gone;
    assert.deepEqual(await events(call), ['transfer_started', 'transfer_bridged', 'call_ended']);
    const refused = await asked(option, { can: { refer: true } });
    await refused.caller.told('refer');
    refused.caller.referDone(false, 486);
    await isBack(refused, 'busy');
    const unable = await asked(option);
    await unable.caller.hears(220);
    assert.deepEqual(await events(unable), []);
  });

  for (const option of [{ type: 'cold_transfer' }, WARM, AGENTIC]) {
    test(`${option.type}: a caller who hangs up while it rings hangs up on everybody`, async () => {
      const call = await asked(await complete(option));
      const party = await call.edge.next();
      party.ring();
      call.caller.hangUp();
      await allOver(call);
    });
  }

  test('cold: a caller who hangs up while the intent is being written has nobody called for him', async () => {
    let hangUp = (): void => {};
    const owner = {
      ...OWNER,
      get nodeId() {
        hangUp();
        return OWNER.nodeId;
      },
    };
    const call = await asked(
      { type: 'cold_transfer' },
      { deps: { node: owner }, before: (it) => (hangUp = () => it.caller.hangUp()) },
    );
    await allOver(call, 0);
  });

  test('cold: a destination that is marked do_not_call is not called', async () => {
    const created = await world.server.send('POST', '/create-contact', {
      phone_number: '+14155550188',
      do_not_call: true,
    });
    assert.equal(created.status, 201, created.text);
    const refusal = async (number: string): Promise<void> => {
      const call = await asked(
        { type: 'cold_transfer' },
        {
          tool: { transfer_destination: { type: 'predefined', number } },
          deps: {
            refuseDestination: (_workspaceId, from, to) =>
              refuseDestination(world.server.database.db, from, to, Date.now()),
          },
        },
      );
      await call.caller.hears(220);
      const told = call.mind.requests.at(-1)?.messages.findLast(({ role }) => role === 'tool')?.content ?? '';
      assert.match(told, /do_not_call/);
      assert.equal(call.edge.dialled.length, 0);
    };
    await Promise.all(['+14155550188', 'sip:+14155550188@pbx.example'].map(refusal));
  });

  test('cold: a caller who hangs up while the extension is pressed hangs up on everybody', async () => {
    const destination = { type: 'predefined', number: DESTINATION, extension: '1234567890' };
    const call = await asked({ type: 'cold_transfer' }, { tool: { transfer_destination: destination } });
    const party = await call.edge.next();
    await party.answer();
    await party.told('dtmf');
    call.caller.hangUp();
    await allOver(call);
  });

  test('warm: a person is told in private, both hear the announcement, then each other', async () => {
    const call = await asked(WARM, { hears: ['Hello, Anna speaking.'] });
    const party = await call.edge.next();
    await call.caller.hears(440);
    await party.answer();
    party.say();
    await Promise.all([party.hears(220), call.caller.hears(440)]);
    await call.caller.hearsNo(220);
    await Promise.all([party.hears(220), call.caller.hears(220)]);
    party.tone(1000);
    call.caller.tone(1500);
    await Promise.all([call.caller.hears(1000), party.hears(1500), call.caller.hearsNo(440)]);
    await call.call.finished;
    const row = await call.row();
    assert.deepEqual([row.disconnection_reason, row.has_recording], ['transfer_bridged', true]);
    const items = row.details['transcript_with_tool_calls'] as { role: string; content?: string }[];
    assert.ok(items.some(({ role, content }) => role === 'transfer_target' && content === 'Hello, Anna speaking.'));
    assert.ok(!String(row.details['transcript']).includes('needs help'));
    assert.deepEqual(call.mouth.speeches.map(({ text }) => text.trim()).slice(-2), [
      'Ann needs help.',
      'You are connected now.',
    ]);
    call.caller.hangUp();
    await party.gone;
    await call.call.pair?.over;
    assert.deepEqual(await events(call), ['transfer_started', 'transfer_bridged', 'call_ended', 'transfer_ended']);
    assert.equal(party.commands.filter(({ do: what }) => what === 'hangup').length, 1);
  });

  test('warm: a voicemail is no person, nobody within the time is none, and one who hangs up is gone', async () => {
    const voicemail = await asked(WARM, { hears: ['Please leave a message after the tone.'] });
    const machine = await voicemail.edge.next();
    await machine.answer();
    machine.say();
    await isBack(voicemail, 'no_human');
    await machine.gone;
    const silent = await asked({ ...WARM, agent_detection_timeout_ms: 300 });
    await (await silent.edge.next()).answer();
    await isBack(silent, 'no_human');
    const fickle = await asked(WARM, { hears: ['Hello?'] });
    const party = await fickle.edge.next();
    await party.answer();
    party.say();
    await party.hears(220);
    party.hangUp();
    await isBack(fickle, 'rejected');
  });

  test('warm: through a menu by its prompt, to the person behind it', async () => {
    const call = await asked(
      { ...WARM, ivr_option: { type: 'prompt', prompt: 'Choose support.' } },
      {
        hears: ['For support, press two.', 'Support, this is Bob.'],
        then: [{ tools: [{ name: 'press_digit', arguments: { digits: '2' } }] }],
      },
    );
    const party = await call.edge.next();
    await party.answer();
    party.say();
    await party.told('dtmf');
    assert.equal(party.keys(), '2');
    party.say();
    await call.call.finished;
    assert.equal((await call.row()).disconnection_reason, 'transfer_bridged');
  });

  test('warm, without detection and without words: whoever answers is connected at once', async () => {
    const call = await asked({ type: 'warm_transfer', opt_out_human_detection: true, on_hold_music: 'none' });
    const party = await call.edge.next();
    await party.answer();
    party.tone(1000);
    await call.caller.hears(1000);
    await call.call.finished;
    assert.equal((await call.row()).disconnection_reason, 'transfer_bridged');
  });

  test('warm: a caller who hangs up during detection or the private words hangs up on everybody; during the announcement the two were connected', async () => {
    const early = await asked(WARM);
    await (await early.edge.next()).answer();
    await early.caller.hears(440);
    early.caller.hangUp();
    await allOver(early);
    const told = await asked(WARM, { hears: ['Hello?'] });
    const party = await told.edge.next();
    await party.answer();
    party.say();
    await party.hears(220);
    told.caller.hangUp();
    await allOver(told);
    const late = await asked({ ...WARM, private_handoff_option: undefined }, { hears: ['Hello?'] });
    const other = await late.edge.next();
    await other.answer();
    other.say();
    await late.caller.hears(220);
    late.caller.hangUp();
    await other.gone;
    await late.call.finished;
    await late.call.pair?.over;
    assert.deepEqual((await events(late)).sort(), [
      'call_ended',
      'transfer_bridged',
      'transfer_ended',
      'transfer_started',
    ]);
  });

  test('agentic: the other agent talks with the destination and connects the two', async () => {
    const option = await complete(AGENTIC);
    const call = await asked(option, {
      hears: ['Yes, put her through.'],
      then: [{ tools: [{ name: 'bridge_transfer' }] }],
    });
    const party = await call.edge.next();
    await party.answer();
    await Promise.all([party.hears(220), call.caller.hears(440)]);
    await party.hearsNo(220);
    party.say();
    await call.call.finished;
    const row = await call.row();
    assert.equal(row.disconnection_reason, 'transfer_bridged');
    const items = row.details['transcript_with_tool_calls'] as { role: string; content?: string }[];
    assert.ok(items.some(({ role, content }) => role === 'transfer_target' && content === 'Yes, put her through.'));
    assert.ok(items.some(({ role, content }) => role === 'agent' && content === 'Will you take a call?'));
    const own = await otherCall(option);
    assert.deepEqual(
      [own?.disconnection_reason, own?.direction, own?.to_number, own?.from_number],
      ['transfer_bridged', 'outbound', DESTINATION, OWN_NUMBER],
    );
    assert.match(String(own?.details['transcript']), /Agent: Will you take a call\?\nUser: Yes, put her through\.\n/);
    party.tone(1000);
    await call.caller.hears(1000);
  });

  test('agentic: an agent that is not there is found out before anybody is called', async () => {
    const option = {
      ...AGENTIC,
      agentic_transfer_config: { transfer_agent: { agent_id: 'agent_gone', agent_version: 0 } },
    };
    const call = await asked(option);
    await call.caller.hears(220);
    assert.deepEqual([call.edge.dialled.length, await events(call)], [0, []]);
  });

  test('agentic: the other agent gives it up, or takes too long', async () => {
    const option = await complete(AGENTIC);
    const call = await asked(option, {
      hears: ['Not now.'],
      then: [{ tools: [{ name: 'cancel_transfer' }] }, { say: 'Sorry.' }],
    });
    const party = await call.edge.next();
    await party.answer();
    await party.hears(220);
    await party.hearsNo(220);
    party.say();
    await isBack(call, 'cancelled');
    await party.gone;
    call.caller.hangUp();
    await call.call.finished;
    assert.equal((await otherCall(option))?.disconnection_reason, 'transfer_cancelled');
    const slow = await asked(await complete(AGENTIC, { transfer_timeout_ms: 400 }));
    await (await slow.edge.next()).answer();
    await isBack(slow, 'cancelled');
    const bridging = await asked(
      await complete(AGENTIC, { transfer_timeout_ms: 400, action_on_timeout: 'bridge_transfer' }),
    );
    await (await bridging.edge.next()).answer();
    await bridging.call.finished;
    assert.equal((await bridging.row()).disconnection_reason, 'transfer_bridged');
  });

  test('a person who takes the call over while somebody is called has the caller; nobody else is called any more', async () => {
    const call = await asked(WARM);
    const party = await call.edge.next();
    await party.answer();
    await call.caller.hears(440);
    const supervisor = call.edge.phone('supervisor');
    call.call.audience.join(supervisor.leg, 'listener_a');
    await supervisor.told('answer');
    assert.deepEqual(await call.call.obey({ do: 'takeOver', participantId: 'listener_a' }), { ok: true });
    supervisor.tone(1000);
    call.caller.tone(1500);
    await Promise.all([call.caller.hears(1000), supervisor.hears(1500), call.caller.hearsNo(440), party.gone]);
    assert.deepEqual(await events(call), ['transfer_started', 'transfer_cancelled']);
  });

  test('a server that leaves hangs up on those that it connected, and tells of it', async () => {
    const call = await asked({ type: 'cold_transfer' });
    const party = await call.edge.next();
    await party.answer();
    await call.call.finished;
    await call.live.close();
    await Promise.all([party.gone, call.caller.gone]);
    assert.equal((await events(call)).at(-1), 'transfer_ended');
  });
});
