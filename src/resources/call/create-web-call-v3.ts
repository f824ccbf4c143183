// A web call for the newer transport: the same call, told in the newer words.

import type { RequestBody } from '../../contract/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { ACCESS_TOKEN_MS } from './access-token.ts';
import { createWebCall } from './create-web-call.ts';

export interface GatewayWebCall {
  call_id: string;
  access_token: string;
  expires_at: number;
  ice_servers: { urls: string }[];
  transport: 'gateway';
}

/** Throws as `createWebCall` does. Our candidates are addresses of this server: nobody needs an ICE server to reach them. */
export async function createWebCallV3(
  deps: ResourceDeps,
  workspaceId: string,
  body: RequestBody<'createWebCallV3'>,
): Promise<GatewayWebCall> {
  const expires_at = deps.now() + ACCESS_TOKEN_MS;
  const call = await createWebCall(deps, workspaceId, body);
  const access_token = 'access_token' in call ? call.access_token : '';
  return { call_id: call.call_id, access_token, expires_at, ice_servers: [], transport: 'gateway' };
}
