import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '../../test/support/database.ts';
import { addEndedCall, ANSWER, answering, choice, jobsDeps, notAborted } from '../../test/support/jobs.ts';
import { ProviderError } from '../interfaces/provider-error.ts';
import { findCallById, listWebhookDeliveries } from '../storage/index.ts';
import { analyzeCall } from './analyze-call.ts';

test('the model is asked for presets and custom fields; what fits is stored, and call_analyzed tells it', async (t) => {
  const database = await testDatabase(t);
  await addEndedCall(database);
  const { model, asked } = answering(`\`\`\`json\n${ANSWER}\n\`\`\``);
  const wanted: (string | null)[] = [];
  const deps = jobsDeps(database, {
    providers: { thinking: (name) => (wanted.push(name), choice(model)) },
  });
  await analyzeCall(deps, { call_id: 'call_1' }, notAborted, 1);

  assert.deepEqual(wanted, ['gpt-5-mini']);
  const [question] = asked;
  const schema = question?.jsonSchema?.schema as {
    properties: Record<string, { type: unknown; enum?: unknown }>;
    required: string[];
  };
  assert.deepEqual(schema.required.slice(0, 5), [
    'call_summary',
    'user_sentiment',
    'call_successful',
    'in_voicemail',
    'field_1',
  ]);
  assert.equal(schema.properties['field_1']?.type, 'number');
  assert.deepEqual(schema.properties['field_2']?.enum, ['lunch', 'dinner', null]);
  const [system, user] = question?.messages ?? [];
  assert.match(
    String(system?.content),
    /Write a haiku\.[^]*Older prompt of success\.[^]*only under this condition[^]*window seat/,
  );
  assert.match(String(user?.content), /Agent: How many guests\?\n\[Agent uses book with \{"n":4\}\]\nUser: Four/);

  const row = await findCallById(database.db, 'call_1');
  const analysis = {
    call_summary: 'A table for four.',
    user_sentiment: 'Positive',
    call_successful: true,
    in_voicemail: false,
    custom_analysis_data: { guests: 4, wish: 'window' },
  };
  assert.deepEqual(row?.details['call_analysis'], analysis);
  assert.deepEqual([row?.user_sentiment, row?.call_successful, row?.in_voicemail], ['Positive', true, false]);
  assert.ok(row?.analyzed_at);
  const [webhook] = await listWebhookDeliveries(database.db, 'call_1');
  assert.deepEqual(JSON.parse(webhook?.body ?? ''), {
    event: 'call_analyzed',
    call: { call_id: 'call_1', call_analysis: analysis },
  });

  await analyzeCall(deps, { call_id: 'call_1' }, notAborted, 1);
  assert.equal((await listWebhookDeliveries(database.db, 'call_1')).length, 1, 'a second run does nothing');
});

test('without a language model nothing is claimed about the call, and call_analyzed is sent all the same', async (t) => {
  const database = await testDatabase(t);
  await addEndedCall(database);
  await analyzeCall(jobsDeps(database), { call_id: 'call_1' }, notAborted, 1);
  const row = await findCallById(database.db, 'call_1');
  assert.deepEqual([row?.details['call_analysis'], row?.user_sentiment, row?.call_successful], [undefined, null, null]);
  const [webhook] = await listWebhookDeliveries(database.db, 'call_1');
  assert.equal(webhook?.event, 'call_analyzed');
});

test('an agent that names no model for its analyses gets the contract’s', async (t) => {
  const database = await testDatabase(t);
  await addEndedCall(database);
  await database.db.updateTable('agents').set({ config: '{}' }).execute();
  const wanted: (string | null)[] = [];
  const { model } = answering('{}');
  const deps = jobsDeps(database, { providers: { thinking: (name) => (wanted.push(name), choice(model)) } });
  await analyzeCall(deps, { call_id: 'call_1' }, notAborted, 1);
  assert.deepEqual(wanted, ['gpt-4.1-mini']);
});

test('a call without a conversation asks no model; a voicemail is known as one', async (t) => {
  const database = await testDatabase(t);
  await addEndedCall(database, [], { disconnection_reason: 'voicemail_reached' });
  const { model, asked } = answering();
  await analyzeCall(
    jobsDeps(database, { providers: { thinking: () => choice(model) } }),
    { call_id: 'call_1' },
    notAborted,
    1,
  );
  assert.deepEqual(asked, []);
  assert.equal((await findCallById(database.db, 'call_1'))?.in_voicemail, true);
});

test('a model that fails for now is asked again; in the end the call is told of without an analysis', async (t) => {
  const database = await testDatabase(t);
  await addEndedCall(database);
  const away = new ProviderError('busy', { provider: 'openai', category: 'unavailable' });
  const { model } = answering(away, 'no JSON at all', away);
  const deps = jobsDeps(database, { providers: { thinking: () => choice(model) } });
  await assert.rejects(analyzeCall(deps, { call_id: 'call_1' }, notAborted, 1));
  await assert.rejects(analyzeCall(deps, { call_id: 'call_1' }, notAborted, 2));
  assert.deepEqual(await listWebhookDeliveries(database.db, 'call_1'), []);
  await analyzeCall(deps, { call_id: 'call_1' }, notAborted, 4);
  assert.equal((await listWebhookDeliveries(database.db, 'call_1')).length, 1);
});

test('a model that refuses for good is not asked again', async (t) => {
  const database = await testDatabase(t);
  await addEndedCall(database);
  const { model } = answering(new ProviderError('wrong key', { provider: 'openai', category: 'authentication' }));
  await analyzeCall(
    jobsDeps(database, { providers: { thinking: () => choice(model) } }),
    { call_id: 'call_1' },
    notAborted,
    1,
  );
  assert.equal((await listWebhookDeliveries(database.db, 'call_1')).length, 1);
});
