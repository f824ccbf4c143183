import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFrame, type Frame } from './frames.ts';

const read = (json: unknown) => readFrame(JSON.stringify(json));
const response = (more: object = {}) =>
  read({ response_type: 'response', response_id: 1, content: 'Hi', content_complete: true, ...more });

test('what is no frame of the protocol is ignored whole, with a reason', () => {
  const cases: [string, RegExp][] = [
    ['', /not JSON/],
    ['{"response_type":', /not JSON/],
    ['[]', /no.* object/],
    ['null', /no.* object/],
    ['7', /no.* object/],
    ['{}', /none that is known/],
    ['{"response_type":"later"}', /none that is known/],
    ['{"response_type":"config"}', /config is no object/],
    ['{"response_type":"metadata"}', /metadata is missing/],
    [`{"response_type":"metadata","metadata":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, /nested too deeply/],
    ['{"response_type":"update_agent","agent_config":[]}', /agent_config/],
    ['{"response_type":"tool_call_invocation","tool_call_id":"","name":"a","arguments":"{}"}', /tool_call_id/],
    ['{"response_type":"tool_call_invocation","tool_call_id":"1","name":7,"arguments":"{}"}', /name/],
    ['{"response_type":"tool_call_invocation","tool_call_id":"1","name":"a","arguments":{}}', /arguments/],
    ['{"response_type":"tool_call_result","tool_call_id":"1"}', /content/],
    [`{"response_type":"response","response_id":1,"content":"x","content_complete":${'['.repeat(5000)}`, /not JSON/],
  ];
  for (const [text, why] of cases) {
    const { frame, faults } = readFrame(text);
    assert.equal(frame, null, text);
    assert.match(faults.join(), why);
  }
});

test('content is a string, content_complete a boolean, the id an integer, or the frame is ignored', () => {
  const wrong = [
    { content: 7 },
    { content: null },
    { content: undefined },
    { content_complete: 'true' },
    { content_complete: null },
    { response_id: '1' },
    { response_id: 1.5 },
    { response_id: null },
    { response_id: 2 ** 60 },
  ];
  for (const fields of wrong) assert.equal(response(fields).frame, null, JSON.stringify(fields));
  assert.equal(
    read({ response_type: 'agent_interrupt', response_id: 1, content: '', content_complete: true }).frame,
    null,
  );
});

test('optional fields may be null; of the wrong type only they are ignored', () => {
  const nulls = { end_call: null, transfer_number: null, digit_to_press: null, no_interruption_allowed: null };
  assert.deepEqual(response(nulls), {
    frame: { is: 'response', spoken: { id: 1, content: 'Hi', complete: true, protected: false, act: null } },
    faults: [],
  });
  const { frame, faults } = response({ end_call: 'yes', transfer_number: 7, no_interruption_allowed: 1 });
  assert.equal(frame?.is === 'response' && frame.spoken.act, null);
  assert.equal(faults.length, 3);
});

test('hanging up goes before a transfer, a transfer before keys', () => {
  const act = (fields: object) => {
    const { frame } = response(fields);
    return frame?.is === 'response' ? frame.spoken.act : undefined;
  };
  const all = { end_call: true, transfer_number: '+14155550100', digit_to_press: '1#' };
  assert.deepEqual(act(all), { is: 'end_call' });
  assert.deepEqual(act({ ...all, end_call: false, show_transferee_as_caller: true }), {
    ...{ is: 'transfer_call', number: '+14155550100', showTransfereeAsCaller: true },
  });
  assert.deepEqual(act({ ...all, end_call: false, transfer_number: '' }), { is: 'press_digit', digits: '1#' });
});

test('every other kind of frame', () => {
  const cases: [object, Frame][] = [
    [
      { response_type: 'config', config: { auto_reconnect: true, call_details: null } },
      { is: 'config', config: { autoReconnect: true, callDetails: false, transcriptWithToolCalls: false } },
    ],
    [
      { response_type: 'ping_pong', timestamp: 5 },
      { is: 'ping_pong', timestamp: 5 },
    ],
    [
      { response_type: 'ping_pong', timestamp: 'x' },
      { is: 'ping_pong', timestamp: null },
    ],
    [
      { response_type: 'metadata', metadata: null },
      { is: 'metadata', metadata: null },
    ],
    [
      { response_type: 'tool_call_result', tool_call_id: 'a', content: 'b' },
      { is: 'tool_call_result', id: 'a', content: 'b', successful: true },
    ],
    [
      { response_type: 'tool_call_result', tool_call_id: 'a', content: 'b', successful: false },
      { is: 'tool_call_result', id: 'a', content: 'b', successful: false },
    ],
    [
      {
        response_type: 'update_agent',
        agent_config: { responsiveness: 0.5, reminder_max_count: '3', voice_id: 'x', interruption_sensitivity: null },
      },
      { is: 'update_agent', agent: { responsiveness: 0.5 } },
    ],
  ];
  for (const [json, frame] of cases) assert.deepEqual(read(json).frame, frame);
});
