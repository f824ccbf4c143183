// The address that brings calls of somebody's own TwiML to an agent.

import type { Schema } from '../../contract/index.ts';
import { resolveAgent } from '../agent/index.ts';
import type { ResourceDeps } from '../deps.ts';

/** 422 for an agent that is unknown, or talks with nobody. The TwiML is for a TwiML Bin, which fills `{{From}}` and `{{To}}` in. */
export async function getAgentMediaStream(
  deps: Pick<ResourceDeps, 'db' | 'agentStreamUrl'>,
  { workspaceId, agentId }: { workspaceId: string; agentId: string },
): Promise<Schema<'AgentMediaStreamResponse'>> {
  const { agent } = await resolveAgent(deps.db, workspaceId, agentId, undefined, 'voice');
  const media_stream_url = deps.agentStreamUrl(workspaceId, agent.agent_id);
  return { agent_id: agent.agent_id, media_stream_url, twiml: twimlFor(media_stream_url) };
}

function twimlFor(url: string): string {
  const parameters = '<Parameter name="from" value="{{From}}"/><Parameter name="to" value="{{To}}"/>';
  return `<?xml version="1.0" encoding="UTF-8"?><Response><Connect><Stream url="${url}">${parameters}</Stream></Connect></Response>`;
}
