// Life cycles of voices, contacts, and what stands alone.

import assert from 'node:assert/strict';
import { toFile } from 'retell-sdk';
import type { Client } from './engines.ts';
import { RECORDING } from './world.ts';

export async function voices(client: Client): Promise<void> {
  assert.ok((await client.voice.list()).some(({ voice_id }) => voice_id === '11labs-Adrian'));
  assert.equal((await client.voice.retrieve('openai-Alloy')).provider, 'openai');
  const { voices: found } = await client.voice.search({ search_query: 'calm' });
  const { provider_voice_id = '', public_user_id = '' } = found?.[0] ?? {};
  const added = await client.voice.addResource({ provider_voice_id, public_user_id, voice_name: 'Our Ada' });
  assert.equal(added.voice_name, 'Our Ada');
  const files = [await toFile(RECORDING, 'me.wav')];
  const cloned = await client.voice.clone({ files, voice_name: 'Me', voice_provider: 'elevenlabs' });
  assert.equal((await client.voice.retrieve(cloned.voice_id)).voice_name, 'Me');
}

export async function contacts(client: Client): Promise<void> {
  const { contact } = client;
  const made = await contact.create({ phone_number: '+14155550101', first_name: 'Ada', tags: ['vip'] });
  const id = made.contact_id;
  assert.deepEqual(await contact.get(id), made);
  assert.deepEqual(await contact.getByPhone('+14155550101'), made);
  assert.equal((await contact.update(id, { last_name: 'L' })).last_name, 'L');
  const tags = { type: 'enum' as const, op: 'in' as const, value: ['vip'] };
  assert.equal((await contact.list({ filter_criteria: { tags }, sort_order: 'asc' })).items.length, 1);
  assert.deepEqual((await contact.listConversations(id)).items, []);

  const table = await toFile(Buffer.from('Phone\n+14155550102\n'), 'a.csv');
  const { upload_id = '' } = await contact.uploadImportFile({ file: table });
  const column_mapping = [{ external_field_name: 'Phone', field_name: 'phone_number' }];
  assert.equal((await contact.createImport({ upload_id, column_mapping })).status, 'queued');
  assert.equal((await contact.getImport()).status, 'queued');
  const backfill = await contact.backfillAnalysisData({ backfill_attributes: ['first_name'] });
  assert.equal((await contact.getBackfillJobStatus()).status, backfill.status);
  await contact.delete(id);
  await assert.rejects(contact.get(id), { status: 404 });
}

const PICTURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

export async function whatStandsAlone(client: Client): Promise<void> {
  const { api_key_name, org_name } = await client.identity.retrieve();
  assert.deepEqual([typeof api_key_name, typeof org_name], ['string', 'string']);
  const asset = await client.asset.create({ file: await toFile(PICTURE, 'menu.png') });
  assert.equal(asset.file_name, 'menu.png');
  const { items } = await client.exportRequest.list({ limit: 5 });
  assert.equal(items.length, 1);
}
