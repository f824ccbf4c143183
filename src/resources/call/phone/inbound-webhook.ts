// The question whether and by whom a call or a text message is taken, asked of the server that the number names, while the caller hears
// ringing, or before anything is answered.

import { jsonFault } from '../../../contract/index.ts';
import { EgressError } from '../../../interfaces/egress.ts';
import type { AgentReference } from '../../agent/index.ts';
import { sign } from '../../webhook/index.ts';
import type { LiveCallDeps } from '../live-call.ts';

type Deps = Pick<LiveCallDeps, 'egress' | 'webhookKey' | 'wallClock' | 'log'>;

export interface InboundQuestion {
  is: 'call' | 'chat';
  workspaceId: string;
  url: string;
  /** Of the call or the chat that there will be. */
  id: string;
  /** Who would take it. */
  agent: { agent_id: string; version: number } | null;
  from: string;
  to: string;
}

/** Fields of `call_inbound` or `chat_inbound`, of the right types; what had another one is left out. */
export interface InboundAnswer {
  override_agent_id?: string;
  override_agent_version?: AgentReference;
  dynamic_variables?: Record<string, unknown>;
  metadata?: unknown;
  agent_override?: Record<string, unknown>;
}

/** Behaviour 2.5 and 2.6. */
const TIMEOUT_MS = 10_000;
const TRIES = 3;
const MAX_ANSWER_BYTES = 512 * 1024;

/** Null: all attempts failed. Any 2xx is an answer, whatever its body. Rejects when the signal fires. */
export async function askInboundWebhook(
  deps: Deps,
  question: InboundQuestion,
  signal: AbortSignal,
): Promise<InboundAnswer | null> {
  const { is, agent, id, from, to } = question;
  const body = JSON.stringify({
    event: `${is}_inbound`,
    [`${is}_inbound`]: {
      ...(agent ? { agent_id: agent.agent_id, agent_version: agent.version } : {}),
      from_number: from,
      to_number: to,
      [`${is}_id`]: id,
    },
  });
  const key = await deps.webhookKey(question.workspaceId);
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const text = await post(deps, question, { body, key, attempt }, signal);
    signal.throwIfAborted();
    if (text !== null) return readAnswer(text, `${is}_inbound`);
  }
  return null;
}

async function post(
  { egress, wallClock, log }: Deps,
  { is, url, id }: InboundQuestion,
  { body, key, attempt }: { body: string; key: string; attempt: number },
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const answer = await egress.send({
      method: 'POST',
      url,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Ringback',
        'x-retell-signature': sign(body, key, wallClock()),
      },
      body,
      timeoutMs: TIMEOUT_MS,
      maxBodyBytes: MAX_ANSWER_BYTES,
      signal,
    });
    if (answer.status >= 200 && answer.status < 300) return answer.body;
    log.warn({ is, id, attempt, status: answer.status }, 'an inbound webhook was not answered well');
  } catch (error) {
    if (!(error instanceof EgressError)) throw error;
    log.warn({ is, id, attempt, failure: error.message }, 'an inbound webhook could not be asked');
  }
  return null;
}

function readAnswer(text: string, name: string): InboundAnswer {
  const given = fieldsOf(fieldsOf(parsed(text))?.[name]) ?? {};
  const { override_agent_id: id, override_agent_version: version, metadata } = given;
  const variables = fieldsOf(given['dynamic_variables']);
  const override = fieldsOf(given['agent_override']);
  return {
    ...(typeof id === 'string' && id !== '' ? { override_agent_id: id } : {}),
    ...(typeof version === 'string' || typeof version === 'number' ? { override_agent_version: version } : {}),
    ...(variables ? { dynamic_variables: variables } : {}),
    ...(metadata === undefined || metadata === null ? {} : { metadata }),
    ...(override ? { agent_override: override } : {}),
  };
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    // What cannot be stored is no answer.
    return jsonFault(value) === null ? value : undefined;
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): Record<string, unknown> | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
