import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftOfNumber, numberChanges } from './number-draft.ts';

const stored = {
  phone_number: '+14155550100',
  phone_number_type: 'custom' as const,
  last_modification_timestamp: 0,
  inbound_agents: [{ agent_id: 'agent_1', agent_version: 3, weight: 1 }],
};

test('only what was changed is sent, and versions of agents stay', () => {
  const draft = draftOfNumber(stored);
  assert.deepEqual(numberChanges(draft, stored), {});
  const halves = [
    { ...draft.inbound[0]!, percent: 50 },
    { agentId: 'agent_2', version: undefined, percent: 50 },
  ];
  assert.deepEqual(numberChanges({ ...draft, inbound: halves, fallback: '+1 (415) 555-0101' }, stored), {
    inbound_agents: [
      { agent_id: 'agent_1', agent_version: 3, weight: 0.5 },
      { agent_id: 'agent_2', weight: 0.5 },
    ],
    fallback_number: '+14155550101',
  });
  assert.deepEqual(numberChanges({ ...draft, inbound: [], inboundCountries: ['us'] }, stored), {
    inbound_agents: null,
    allowed_inbound_country_list: ['US'],
  });
});
