// Alert rules, QA cohorts and saved views: kept, checked, paged, and nobody else's.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../support/http.ts';

const RULE = {
  name: 'Too many failures',
  metric_type: 'call_count',
  threshold_type: 'absolute',
  threshold_value: 5,
  comparator: '>',
  frequency: '5m',
  window: '30m',
  emails: ['on-call@example.com'],
  webhook_urls: ['https://example.com/alerts'],
};

const COHORT = {
  name: 'Sales calls',
  cohort_filter: { duration_ms: { type: 'number', op: 'gt', value: 10_000 } },
  sampling_percentage: 10,
  scoring_criteria: { custom_conditions: [{ description: 'Was polite', score_weight: 50 }] },
  successful_criteria: { value: 80, op: 'ge' },
};

test('an alert rule lives its life', async (t) => {
  const server = await testServer(t);
  const created = await server.send('POST', '/create-alert-rule', RULE);
  assert.equal(created.status, 201, created.text);
  const { alert_rule_id, active, org_id, ...rest } = created.json;
  assert.equal(active, true);
  assert.equal(org_id, server.workspaceId);
  assert.equal(rest.metric_type, 'call_count');
  assert.deepEqual((await server.send('GET', `/get-alert-rule/${alert_rule_id}`)).json, created.json);
  const updated = await server.send('PATCH', `/update-alert-rule/${alert_rule_id}`, { active: false, window: '1h' });
  assert.equal(updated.json.active, false);
  assert.equal(updated.json.window, '1h');
  const refusal = await server.send('PATCH', `/update-alert-rule/${alert_rule_id}`, { window: '7d' });
  assert.equal(refusal.status, 400);
  assert.match(refusal.json.message, /frequency: expected 24h for a window of 7d, got "5m"/);
  assert.equal((await server.send('DELETE', `/delete-alert-rule/${alert_rule_id}`)).status, 204);
  assert.equal((await server.send('GET', `/get-alert-rule/${alert_rule_id}`)).status, 404);
});

test('the eleventh alert rule is refused, also when all come at once', async (t) => {
  const server = await testServer(t);
  const answers = await Promise.all(
    Array.from({ length: 14 }, (_, i) => server.send('POST', '/create-alert-rule', { ...RULE, name: `rule ${i}` })),
  );
  assert.equal(answers.filter(({ status }) => status === 201).length, 10);
  for (const { status, json } of answers.filter(({ status }) => status !== 201)) {
    assert.equal(status, 400);
    assert.match(json.message, /at most 10 alert rules/);
  }
});

test('lists come page by page, and survive the deletion of the last row of a page', async (t) => {
  const server = await testServer(t);
  const ids: string[] = [];
  for (let i = 0; i < 5; i++) ids.push((await server.send('POST', '/create-cohort', COHORT)).json.cohort_id);
  const first = await server.send('GET', '/list-cohorts?limit=2&sort_order=ascending');
  assert.equal(first.json.has_more, true);
  const seen = first.json.items.map((each: { cohort_id: string }) => each.cohort_id);
  await server.send('DELETE', `/delete-cohort/${seen[1]}`);
  const second = await server.send(
    'GET',
    `/list-cohorts?limit=10&sort_order=ascending&pagination_key=${first.json.pagination_key}`,
  );
  assert.equal(second.json.has_more, false);
  const rest = second.json.items.map((each: { cohort_id: string }) => each.cohort_id);
  assert.deepEqual([...seen, ...rest].sort(), ids.sort());
  const turned = `/list-cohorts?limit=10&sort_order=descending&pagination_key=${first.json.pagination_key}`;
  assert.equal((await server.send('GET', turned)).status, 400, 'a key belongs to one order');
  const bad = await server.send('GET', '/list-cohorts?pagination_key=nonsense');
  assert.equal(bad.status, 400);
});

test('a saved view names a cohort of this workspace', async (t) => {
  const server = await testServer(t);
  const cohort = await server.send('POST', '/create-cohort', COHORT);
  assert.equal(cohort.status, 201, cohort.text);
  const view = await server.send('POST', '/create-qa-view', { name: 'Mine', cohort_id: cohort.json.cohort_id });
  assert.equal(view.status, 201, view.text);
  const unknown = await server.send('POST', '/create-qa-view', { name: 'Mine', cohort_id: 'cohort_of_others' });
  assert.equal(unknown.status, 400, 'the operation lists no 404');
  assert.match(unknown.json.message, /no cohort "cohort_of_others"/);
  const changed = await server.send('PATCH', `/update-qa-view/${view.json.qa_view_id}`, { name: 'Ours' });
  assert.deepEqual(changed.json, { ...view.json, name: 'Ours' });
});

test('bad documents are refused with their place', async (t) => {
  const server = await testServer(t);
  const cases: [string, object, RegExp][] = [
    ['/create-alert-rule', { ...RULE, comparator: '=>' }, /comparator: expected one of/],
    ['/create-alert-rule', { ...RULE, webhook_urls: ['ftp://x'] }, /webhook_urls\[0\]/],
    ['/create-alert-rule', { ...RULE, emails: ['nobody'] }, /emails\[0\]/],
    ['/create-cohort', { ...COHORT, sampling_percentage: 0 }, /sampling_percentage/],
    ['/create-cohort', { ...COHORT, name: 'x'.repeat(101) }, /name/],
    ['/create-qa-view', {}, /"name" is missing/],
  ];
  for (const [path, body, message] of cases) {
    const { status, json } = await server.send('POST', path, body);
    assert.equal(status, 400, path);
    assert.match(json.message, message);
  }
});
