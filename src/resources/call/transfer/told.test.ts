import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toldOf } from './told.ts';

const COMMON = {
  destination: '+14155550199',
  extension: null,
  headers: {},
  ringMs: 20_000,
  showTransfereeAsCaller: true,
};
const HELD = { music: 'ringtone', publicHandoff: null, bridgeCue: true } as const;

test('webhooks name each kind of transfer in their own spelling', () => {
  const cold = toldOf({ ...COMMON, extension: '12', how: { is: 'cold', mode: 'sip_refer' } });
  assert.deepEqual(cold, {
    transfer_destination: { number: '+14155550199', extension: '12' },
    transfer_option: {
      type: 'cold_transfer',
      coldTransferMode: 'sip_refer',
      showTransfereeAsCaller: true,
      transferRingDurationMs: 20_000,
    },
  });
  const warm = toldOf({
    ...COMMON,
    how: {
      is: 'warm',
      ...HELD,
      publicHandoff: { is: 'text', text: 'Hi.' },
      privateHandoff: { is: 'prompt', prompt: 'Sum up.' },
      humanDetection: { timeoutMs: 5000, ivrPrompt: 'Support.' },
    },
  }).transfer_option;
  assert.deepEqual(
    [
      warm['type'],
      warm['onHoldMusic'],
      warm['enableBridgeAudioCue'],
      warm['agentDetectionTimeoutMs'],
      warm['optOutHumanDetection'],
    ],
    ['warm_transfer', 'ringtone', true, 5000, false],
  );
  assert.deepEqual(warm['publicHandoffOption'], { type: 'static_message', message: 'Hi.' });
  assert.deepEqual(warm['privateHandoffOption'], { type: 'prompt', prompt: 'Sum up.' });
  assert.deepEqual(warm['ivrOption'], { type: 'prompt', prompt: 'Support.' });
  const agentic = toldOf({
    ...COMMON,
    how: { is: 'agentic', ...HELD, agent: { agentId: 'agent_b', version: 2 }, timeoutMs: 9000, onTimeout: 'bridge' },
  }).transfer_option;
  assert.deepEqual(agentic['agenticTransferConfig'], {
    transferAgent: { agentId: 'agent_b', agentVersion: 2 },
    transferTimeoutMs: 9000,
    actionOnTimeout: 'bridge_transfer',
  });
});
