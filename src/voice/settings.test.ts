import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { settingsWithoutEffect } from '../contract/settings-without-effect.ts';
import { voiceSettings } from './settings.ts';

test('the contract’s defaults', () => {
  const settings = voiceSettings({});
  assert.equal(settings.reminderMs, 10_000);
  assert.equal(settings.reminderMaxCount, 1);
  assert.equal(settings.endAfterSilenceMs, 600_000);
  assert.equal(settings.maxCallMs, 3_600_000);
  assert.equal(settings.responsiveness, 1);
  assert.equal(settings.interruptionSensitivity, 1);
  assert.equal(settings.voiceTemperature, null);
});

test('values out of range are moved to the nearest allowed one; wrong types and unknown fields are ignored', () => {
  const settings = voiceSettings({
    end_call_after_silence_ms: 5,
    volume: 7,
    voice_speed: 'fast',
    responsiveness: NaN,
    x: 1,
  });
  assert.equal(settings.endAfterSilenceMs, 10_000);
  assert.equal(settings.volume, 2);
  assert.equal(settings.voiceSpeed, 1);
  assert.equal(settings.responsiveness, 1);
});

test('nulls mean the default', () => {
  const settings = voiceSettings({ boosted_keywords: null, pronunciation_dictionary: null, reminder_trigger_ms: null });
  assert.deepEqual(settings.boostedKeywords, []);
  assert.equal(settings.reminderMs, 10_000);
});

test('a reminder of 0 ms or 0 times is none', () => {
  assert.equal(voiceSettings({ reminder_trigger_ms: 0 }).reminderMs, null);
  assert.equal(voiceSettings({ reminder_max_count: 0 }).reminderMaxCount, 0);
});

test('the page on settings names every field of the contract’s agent, and the list without effect is the page’s', () => {
  const page = readFileSync(new URL('../../docs/agent-settings.md', import.meta.url), 'utf8');
  const [withEffect = '', without = ''] = page.split('## Stored without effect yet');
  const named = (text: string): Set<string> =>
    new Set([...text.matchAll(/`([a-z_]+)`/g)].map((match) => match[1] as string));
  const document = readFileSync(new URL('../contract/generated/openapi.yaml', import.meta.url), 'utf8');
  const fieldsOf = (name: string): string[] => {
    const schema = new RegExp(`\\n {4}${name}:\\n([^]*?)\\n {4}\\w`).exec(document)?.[1] ?? '';
    return [...schema.matchAll(/^ {8}(\w+):/gm)].map((match) => match[1] as string);
  };
  const [ofCalls, ofChats] = [fieldsOf('AgentRequest'), fieldsOf('ChatAgentRequest')];
  assert.ok(ofCalls.length > 50 && ofChats.length > 20, `found ${ofCalls.length} and ${ofChats.length} fields`);
  const fields = [...new Set([...ofCalls, ...ofChats])];
  for (const field of fields) {
    const listed = settingsWithoutEffect.includes(field);
    assert.ok(named(listed ? without.split('\n## ')[0]! : withEffect).has(field), field);
  }
  for (const field of settingsWithoutEffect) assert.ok(fields.includes(field), field);
});
