// Outbound calls begun in a second, by the way they go out.

import type { Row } from '../../storage/index.ts';

export type CpsProvider = 'twilio' | 'telnyx' | 'custom';

/** What these carriers allow an account at most. */
const MOST: Record<CpsProvider, number> = { twilio: 5, telnyx: 16, custom: Infinity };
const USUAL = 1;
/** Calls at once for each call a second by a trunk of one's own. */
const CONCURRENCY_FOR_ONE_CPS = 20;

/** How many outbound calls a workspace may begin in a second: as set, else 1 by a carrier, else by its concurrency on a trunk of its own. */
export function cpsOf(
  workspace: Pick<Row<'workspaces'>, 'cps_config' | 'concurrency_limit'>,
  provider: CpsProvider,
): number {
  const usual = provider === 'custom' ? workspace.concurrency_limit / CONCURRENCY_FOR_ONE_CPS : USUAL;
  const wanted = workspace.cps_config[provider] ?? usual;
  return Math.max(1, Math.min(Math.floor(wanted), MOST[provider]));
}
