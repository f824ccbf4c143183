// Settings of the whole workspace. Those that calls obey are read where they act: concurrency.ts, cps.ts, webhook/outbox.ts.

import { invalidRequest, type RequestBody, type Schema } from '../../contract/index.ts';
import type { Row, RowUpdate } from '../../storage/index.ts';
import { findWorkspace, lockWorkspaceCalls, updateWorkspaceRow } from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { changedCallLimits, renderCallLimits } from '../call-limits/index.ts';
import { cpsOf } from './cps.ts';

type Settings = Schema<'WorkspaceSettingsResponse'>;
type Change = RequestBody<'updateOrganization'>;

const USUAL_TIMEOUT_MS = 10_000;

export async function getOrganization(deps: Pick<ResourceDeps, 'db'>, workspaceId: string): Promise<Settings> {
  const row = await findWorkspace(deps.db, workspaceId);
  if (!row) throw new Error(`workspace ${workspaceId} is gone`);
  return render(row);
}

/** Calls that run go on when the limits shrink; new ones obey them at once. */
export function updateOrganization(
  deps: Pick<ResourceDeps, 'db'>,
  workspaceId: string,
  body: Change,
): Promise<Settings> {
  return deps.db.transaction().execute(async (trx) => {
    const row = await lockWorkspaceCalls(trx, workspaceId);
    if (!row) throw new Error(`workspace ${workspaceId} is gone`);
    checkSettings(row, body);
    const change = columnsOf(row, body);
    return render(Object.keys(change).length === 0 ? row : await updateWorkspaceRow(trx, workspaceId, change));
  });
}

function checkSettings(row: Row<'workspaces'>, body: Change): void {
  for (const [i, { url }] of (body.webhook_urls ?? []).entries())
    if (!/^(https?:\/\/.|\{\{)/i.test(url))
      throw invalidRequest(`webhook_urls[${i}].url: expected an http:// or https:// address.`);
  for (const [provider, cps] of Object.entries(body.cps_config ?? {}))
    if (typeof cps === 'number' && cps < 1)
      throw invalidRequest(`cps_config.${provider}: expected at least 1 call a second, got ${cps}.`);
  const limit = body.concurrency ?? row.concurrency_limit;
  const reserved = body.reserved_inbound_concurrency ?? row.reserved_inbound_concurrency;
  if (reserved > limit)
    throw invalidRequest(`reserved_inbound_concurrency: expected at most the limit of ${limit}, got ${reserved}.`);
}

function columnsOf(row: Row<'workspaces'>, body: Change): RowUpdate<'workspaces'> {
  const columns: RowUpdate<'workspaces'> = {
    name: body.org_name,
    webhook_urls: body.webhook_urls && JSON.stringify(body.webhook_urls),
    outage_mode_enabled: body.outage_mode_enabled,
    concurrency_limit: body.concurrency,
    concurrency_burst_enabled: body.concurrency_burst_enabled,
    reserved_inbound_concurrency: body.reserved_inbound_concurrency,
    cps_config: body.cps_config && JSON.stringify({ ...row.cps_config, ...body.cps_config }),
    call_limits: body.call_limits && JSON.stringify(changedCallLimits(row.call_limits, body.call_limits)),
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

function render(row: Row<'workspaces'>): Settings {
  return {
    org_id: row.workspace_id,
    org_name: row.name,
    webhook_urls: row.webhook_urls.map(({ url, timeout_ms = USUAL_TIMEOUT_MS }) => ({ url, timeout_ms })),
    outage_mode_enabled: row.outage_mode_enabled,
    concurrency: row.concurrency_limit,
    concurrency_burst_enabled: row.concurrency_burst_enabled,
    reserved_inbound_concurrency: row.reserved_inbound_concurrency,
    cps_config: { twilio: cpsOf(row, 'twilio'), telnyx: cpsOf(row, 'telnyx'), custom: cpsOf(row, 'custom') },
    call_limits: renderCallLimits(row.call_limits),
    created_timestamp: row.created_at,
  };
}
