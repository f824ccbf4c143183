import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createVirtualClock } from '../../../test/support/virtual-clock.ts';
import { createLead, type Lead } from './lead.ts';

function setUp() {
  const clock = createVirtualClock();
  const lead = createLead(clock);
  const open = (utt: string, seconds: number) => {
    lead.open(utt);
    lead.took(utt, seconds);
  };
  return { clock, lead, open, run: (seconds: number) => clock.runTo(seconds * 1e6) };
}

/** Asks for room; tells whether it was given yet. */
function ask(lead: Lead, utt: string, signal = new AbortController().signal): () => boolean {
  let given = false;
  void lead.room(utt, signal).then(() => (given = true));
  return () => given;
}

test('room comes when what is ahead has shrunk to ten seconds', async () => {
  const { lead, open, run } = setUp();
  open('a', 13);
  const given = ask(lead, 'a');
  await run(60);
  assert.equal(given(), false, 'nothing plays');
  lead.began('a', 60e6);
  await run(62.9);
  assert.equal(given(), false);
  await run(63.1);
  assert.equal(given(), true);
});

test('a pause holds it, a resumption from an earlier place counts from there', async () => {
  const { lead, open, run } = setUp();
  open('a', 13);
  const given = ask(lead, 'a');
  lead.began('a', 0);
  await run(2);
  lead.paused('a', 2e6);
  await run(20);
  assert.equal(given(), false);
  lead.resumed('a', 20e6, 1.5e6);
  await run(21.4);
  assert.equal(given(), false);
  await run(21.6);
  assert.equal(given(), true);
});

test('time in which a speech ran dry does not count as played', async () => {
  const { lead, open, run } = setUp();
  open('a', 1);
  lead.began('a', 0);
  await run(1);
  lead.ranDry('a', 1e6);
  await run(30);
  lead.took('a', 12);
  const given = ask(lead, 'a');
  await run(31.9);
  assert.equal(given(), false);
  await run(32.1);
  assert.equal(given(), true);
});

test('a speech waits for those before it and not for those behind it', async () => {
  const { lead, open, clock } = setUp();
  open('a', 9);
  open('b', 2);
  open('c', 30);
  const [first, second] = [ask(lead, 'a'), ask(lead, 'b')];
  await clock.settle();
  assert.deepEqual([first(), second()], [true, false]);
});

test('a speech that is over makes room at once, whatever of it was not played', async () => {
  const { lead, open, clock } = setUp();
  open('a', 30);
  open('b', 1);
  const given = ask(lead, 'b');
  await clock.settle();
  assert.equal(given(), false);
  lead.over('a');
  await clock.settle();
  assert.equal(given(), true);
});

test('whoever waits is let go when the signal fires, before or meanwhile', async () => {
  const { lead, open, clock } = setUp();
  open('a', 30);
  const abort = new AbortController();
  const waiting = ask(lead, 'a', abort.signal);
  await clock.settle();
  assert.equal(waiting(), false);
  abort.abort();
  await clock.settle();
  assert.equal(waiting(), true);
  const late = ask(lead, 'a', abort.signal);
  await clock.settle();
  assert.equal(late(), true);
});
