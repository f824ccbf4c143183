// Text messages by Twilio: https://www.twilio.com/docs/messaging/api/message-resource

import type { IncomingText, TextState } from '../../../interfaces/carrier-events.ts';
import type { TextMessage } from '../../../interfaces/telephony.ts';
import { telephonyErrorOf, textFailureOf } from './failures.ts';
import type { TwilioRest } from './rest.ts';

/** Sends one; resolves with its id. Throws TelephonyError. Is not tried again: the recipient would get it twice. */
export async function sendTwilioText(
  deps: { rest: TwilioRest; publicUrl: string },
  { from, to, text }: TextMessage,
): Promise<{ messageId: string }> {
  const StatusCallback = `${deps.publicUrl}/carriers/twilio/text-status`;
  const reply = await deps.rest.ask({
    method: 'POST',
    path: '/Messages.json',
    form: { From: from, To: to, Body: text, StatusCallback },
  });
  if (reply.is === 'done') return { messageId: String(reply.json['sid'] ?? '') };
  throw telephonyErrorOf('Twilio could not send the text', reply);
}

/** What the webhook of a number says; null when it says no message. */
export function incomingTwilioText(form: URLSearchParams): IncomingText | null {
  const messageId = form.get('MessageSid') ?? form.get('SmsSid');
  const [from, to] = [form.get('From'), form.get('To')];
  if (!messageId || !from || !to) return null;
  return { is: 'text', carrier: 'twilio', messageId, from, to, text: form.get('Body') ?? '', media: mediaOf(form) };
}

function mediaOf(form: URLSearchParams): IncomingText['media'] {
  // Twilio takes at most ten.
  const count = Math.min(10, Number(form.get('NumMedia')) || 0);
  return Array.from({ length: count }, (_, i) => ({
    url: form.get(`MediaUrl${i}`) ?? '',
    contentType: form.get(`MediaContentType${i}`) ?? '',
  })).filter(({ url }) => url !== '');
}

const STATES: Record<string, TextState['state']> = {
  accepted: 'queued',
  scheduled: 'queued',
  queued: 'queued',
  sending: 'queued',
  sent: 'sent',
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'undelivered',
  failed: 'failed',
  canceled: 'failed',
};

/** What became of a message of ours; null for states that say nothing of it. */
export function twilioTextState(form: URLSearchParams): TextState | null {
  const messageId = form.get('MessageSid') ?? form.get('SmsSid');
  const state = STATES[form.get('MessageStatus') ?? form.get('SmsStatus') ?? ''];
  if (!messageId || !state) return null;
  const code = state === 'undelivered' || state === 'failed' ? (form.get('ErrorCode') ?? null) : null;
  const detail = code === null ? null : textFailureOf(code);
  return { is: 'textState', carrier: 'twilio', messageId, state, code, detail };
}
