// A message that came, with what transactions and dialogs ask of it read once.

import { parseCSeq, type CSeq } from './cseq.ts';
import { header, setHeader } from './header.ts';
import type { SipMessage, SipRequest, SipResponse } from './message.ts';
import { tagOf } from './name-addr.ts';
import type { Flow } from './transport/flow.ts';
import { formatVia, markReceived, parseVia, type Via } from './via.ts';

export interface Envelope<Message extends SipMessage = SipMessage> {
  message: Message;
  flow: Flow;
  /** Topmost; of a request with `received` and `rport` put in. */
  via: Via;
  callId: string;
  cseq: CSeq;
  fromTag: string;
  /** Null: the request is outside any dialog. */
  toTag: string | null;
  /** Size on the wire. */
  bytes: number;
}

export const isRequest = (envelope: Envelope): envelope is Envelope<SipRequest> => envelope.message.is === 'request';
export const isResponse = (envelope: Envelope): envelope is Envelope<SipResponse> => envelope.message.is === 'response';

/** Marks the topmost Via of a request with its source. Null: something that every message has is missing or malformed. */
export function envelope<Message extends SipMessage>(
  message: Message,
  flow: Flow,
  bytes: number,
): Envelope<Message> | null {
  const came = parseVia(header(message, 'Via') ?? '');
  const cseq = parseCSeq(header(message, 'CSeq') ?? '');
  if (!came || !cseq) return null;
  let via = came;
  if (message.is === 'request') {
    via = markReceived(came, flow.source);
    replaceTopVia(message, formatVia(via));
  }
  return {
    message,
    flow,
    via,
    callId: header(message, 'Call-ID') ?? '',
    cseq,
    fromTag: tagOf(message, 'From') ?? '',
    toTag: tagOf(message, 'To'),
    bytes,
  };
}

function replaceTopVia(message: SipMessage, value: string): void {
  const at = message.headers.findIndex((field) => field.name === 'Via');
  if (at < 0) setHeader(message, 'Via', value);
  else message.headers[at] = { name: 'Via', value };
}
