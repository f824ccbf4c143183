// Text messages by Telnyx: https://developers.telnyx.com/docs/messaging/messages/send-message

import type { CarrierEvent, IncomingText, TextState } from '../../../interfaces/carrier-events.ts';
import type { TextMessage } from '../../../interfaces/telephony.ts';
import type { Json } from '../carrier-http.ts';
import { telephonyErrorOf, textFailureOf } from './failures.ts';
import { dataOf, type TelnyxRest } from './rest.ts';

/** Sends one; resolves with its id. Throws TelephonyError. Is not tried again: the recipient would get it twice. */
export async function sendTelnyxText(
  deps: { rest: TelnyxRest; publicUrl: string },
  { from, to, text }: TextMessage,
): Promise<{ messageId: string }> {
  const webhook_url = `${deps.publicUrl}/carriers/telnyx/text`;
  const json = { from, to, text, webhook_url, use_profile_webhooks: false };
  const reply = await deps.rest.ask({ method: 'POST', path: '/messages', json });
  if (reply.is === 'done') return { messageId: String(dataOf(reply.json)['id'] ?? '') };
  throw telephonyErrorOf('Telnyx could not send the text', reply);
}

/** What a webhook of messages says; null when it is nothing of use. */
export function telnyxTextEvent(type: string, payload: Json): CarrierEvent | null {
  const messageId = String(payload['id'] ?? '');
  if (messageId === '') return null;
  if (type === 'message.received') return incomingText(messageId, payload);
  const [to] = Array.isArray(payload['to']) ? (payload['to'] as Json[]) : [];
  const state = STATES[String(to?.['status'])];
  if (!state || !/^message\.(sent|finalized)$/.test(type)) return null;
  return { is: 'textState', carrier: 'telnyx', messageId, state, ...failureOf(state, payload) };
}

const STATES: Record<string, TextState['state']> = {
  queued: 'queued',
  sending: 'queued',
  sent: 'sent',
  delivered: 'delivered',
  delivery_unconfirmed: 'sent',
  sending_failed: 'failed',
  delivery_failed: 'undelivered',
  expired: 'undelivered',
};

function failureOf(state: TextState['state'], { errors }: Json): Pick<TextState, 'code' | 'detail'> {
  const [first] = Array.isArray(errors) ? (errors as Json[]) : [];
  if (!first || (state !== 'failed' && state !== 'undelivered')) return { code: null, detail: null };
  const code = String(first['code']);
  return { code, detail: textFailureOf(code, String(first['detail'] ?? '')) };
}

function incomingText(messageId: string, payload: Json): IncomingText | null {
  const from = (payload['from'] as Json | undefined)?.['phone_number'];
  const [first] = Array.isArray(payload['to']) ? (payload['to'] as Json[]) : [];
  const to = first?.['phone_number'];
  if (typeof from !== 'string' || typeof to !== 'string') return null;
  const media = (Array.isArray(payload['media']) ? (payload['media'] as Json[]) : [])
    .slice(0, 10)
    .map(({ url, content_type }) => ({ url: String(url ?? ''), contentType: String(content_type ?? '') }));
  const text = String(payload['text'] ?? '');
  return { is: 'text', carrier: 'telnyx', messageId, from, to, text, media };
}
