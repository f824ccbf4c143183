// Alert rules and the incidents they found. Rules are kept and checked here; what evaluates them is elsewhere.

import { invalidRequest, refused, type RequestBody, type Schema, quoted } from '../../contract/index.ts';
import {
  countDocuments,
  deleteAlertIncidents,
  listAlertIncidentRows,
  lockWorkspaceCalls,
  resolveAlertIncidents,
} from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { keptDocuments, type KeptPlace, type ListQuery } from '../kept-document/index.ts';
import { pageLimit } from '../limits.ts';
import { decodePageKey, pageOf, type Page } from '../page-key.ts';

type Deps = Pick<ResourceDeps, 'db' | 'now'>;
type AlertRule = RequestBody<'createAlertRule'>;

const MAX_RULES = 10;

/** Window -> how often it may be looked at (Retell's table). */
const FREQUENCIES: Record<string, readonly string[]> = {
  '1m': ['1m'],
  '5m': ['1m', '5m'],
  '30m': ['5m', '30m'],
  '1h': ['5m', '30m', '1h'],
  '12h': ['30m', '1h', '12h'],
  '24h': ['1h', '12h', '24h'],
  '3d': ['12h', '24h'],
  '7d': ['24h'],
};

const rules = keptDocuments<AlertRule>({
  kind: 'alert_rule',
  asset: 'alert rule',
  idField: 'alert_rule_id',
  check: async (_trx, _workspaceId, rule) => checkAlertRule(rule),
  render: (row) => ({
    org_id: row.workspace_id,
    active: row.document['active'] ?? true,
    user_modified_timestamp: row.modified_at,
  }),
});

/** Throws 400 for the eleventh of a workspace. */
export function createAlertRule(deps: Deps, workspaceId: string, body: AlertRule): Promise<object> {
  return rules.create(deps, workspaceId, body, async (trx) => {
    // One at a time, or two would both be the tenth.
    await lockWorkspaceCalls(trx, workspaceId);
    const count = await countDocuments(trx, { workspace_id: workspaceId, kind: 'alert_rule' });
    if (count >= MAX_RULES) throw refused(`A workspace has at most ${MAX_RULES} alert rules: delete one first.`);
  });
}

export const getAlertRule = rules.get;
export const listAlertRules = rules.list;

/** The rule starts anew: an incident that is open is resolved. */
export function updateAlertRule(deps: Deps, place: KeptPlace, body: RequestBody<'updateAlertRule'>): Promise<object> {
  return rules.update(deps, place, body as Partial<AlertRule>, (trx) =>
    resolveAlertIncidents(trx, place.workspaceId, place.id, deps.now()),
  );
}

export function deleteAlertRule(deps: Deps, place: KeptPlace): Promise<void> {
  return rules.delete(deps, place, (trx) => deleteAlertIncidents(trx, place.workspaceId, place.id));
}

export async function listAlertIncidents(
  deps: Pick<Deps, 'db'>,
  workspaceId: string,
  query: ListQuery & { alert_rule_id?: string },
): Promise<Page<Schema<'AlertIncidentResponse'>>> {
  const limit = pageLimit(query.limit, 50);
  const ascending = query.sort_order === 'ascending';
  const list = `alert incidents ${ascending ? 'ascending' : 'descending'}`;
  const after = query.pagination_key && decodePageKey(list, query.pagination_key, ['number', 'string']);
  const rows = await listAlertIncidentRows(deps.db, workspaceId, {
    ascending,
    limit: limit + 1,
    ...(query.alert_rule_id === undefined ? {} : { alertRuleId: query.alert_rule_id }),
    ...(after ? { after: { triggered_at: after[0] as number, alert_incident_id: after[1] as string } } : {}),
  });
  return pageOf(
    rows,
    limit,
    list,
    (row) => [row.triggered_at, row.alert_incident_id],
    (row) => ({
      ...row.incident,
      alert_incident_id: row.alert_incident_id,
      alert_rule_id: row.alert_rule_id,
      org_id: row.workspace_id,
      triggered_timestamp: row.triggered_at,
      ...(row.resolved_at === null ? {} : { resolved_timestamp: row.resolved_at }),
    }),
  );
}

function checkAlertRule(rule: AlertRule): void {
  if (rule.name.trim() === '') throw invalidRequest('name: expected a name, got an empty text.');
  const allowed = FREQUENCIES[rule.window];
  if (!allowed) throw invalidRequest(`window: expected one of ${Object.keys(FREQUENCIES).join(', ')}.`);
  if (!allowed.includes(rule.frequency))
    throw invalidRequest(
      `frequency: expected ${allowed.join(' or ')} for a window of ${rule.window}, got ${quoted(rule.frequency)}.`,
    );
  for (const [i, url] of (rule.webhook_urls ?? []).entries())
    if (!/^https?:\/\/./i.test(url))
      throw invalidRequest(`webhook_urls[${i}]: expected an http:// or https:// address.`);
  for (const [i, email] of (rule.emails ?? []).entries())
    if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw invalidRequest(`emails[${i}]: expected an e-mail address.`);
}
