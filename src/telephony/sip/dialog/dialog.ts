// The state that two user agents share (RFC 3261 section 12), and requests made of it. No sockets, no timers.

import type { DigestClient } from '../digest/digest-client.ts';
import type { Envelope } from '../envelope.ts';
import { header, headers, headerTokens } from '../header.ts';
import type { SipHeader, SipMessage, SipRequest, SipResponse, SipUri } from '../message.ts';
import { parseAddress, tagOf } from '../name-addr.ts';
import type { SipSource, StoredDialog } from '../sip-call.ts';
import type { Flow, Here } from '../transport/flow.ts';
import { formatUri, parseUri } from '../uri.ts';

export interface Dialog {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
  /** From of our requests, tag and all. */
  readonly local: string;
  /** To of our requests, tag and all. */
  readonly remote: string;
  /** The far side's Contact. */
  remoteTarget: string;
  /** Route values of our requests, first hop first. */
  routeSet: string[];
  localCseq: number;
  /** Null before its first request. */
  remoteCseq: number | null;
  /** User part of our Contact. */
  readonly contactUser: string | null;
  /** The way its messages went or came last. */
  flow: Flow | null;
  /** Where the far side's messages come from: behind NAT its Contact says something else. */
  source: SipSource | null;
  digest: DigestClient | null;
  /** Methods that the far side takes; empty: it did not say. */
  allows: ReadonlySet<string>;
  supports: ReadonlySet<string>;
}

export const keyOfDialog = (callId: string, localTag: string, remoteTag: string): string =>
  `${callId} ${localTag} ${remoteTag}`;

/** At the client, of an answer with a tag (RFC 3261 section 12.1.2). */
export function dialogOfResponse(
  invite: SipRequest,
  response: SipResponse,
  { flow, digest, cseq }: { flow: Flow; digest: DigestClient | null; cseq: number },
): Dialog {
  return {
    callId: header(invite, 'Call-ID') ?? '',
    localTag: tagOf(invite, 'From') ?? '',
    remoteTag: tagOf(response, 'To') ?? '',
    local: header(invite, 'From') ?? '',
    remote: header(response, 'To') ?? '',
    remoteTarget: targetOf(response) ?? invite.uri,
    routeSet: headers(response, 'Record-Route').reverse(),
    localCseq: cseq,
    remoteCseq: null,
    contactUser: contactUserOf(invite),
    flow,
    source: flow.source,
    digest,
    ...abilitiesOf(response),
  };
}

/** At the server, of an INVITE (RFC 3261 section 12.1.1). */
export function dialogOfRequest({ message, flow, callId, fromTag, cseq }: Envelope<SipRequest>, tag: string): Dialog {
  return {
    callId,
    localTag: tag,
    remoteTag: fromTag,
    local: `${header(message, 'To') ?? ''};tag=${tag}`,
    remote: header(message, 'From') ?? '',
    remoteTarget: targetOf(message) ?? parseAddress(header(message, 'From') ?? '')?.uri ?? '',
    routeSet: headers(message, 'Record-Route'),
    localCseq: 0,
    remoteCseq: cseq.number,
    contactUser: parseUri(message.uri)?.user ?? null,
    flow,
    source: flow.source,
    digest: null,
    ...abilitiesOf(message),
  };
}

/** The process that knew its CSeq is dead and may have sent more requests than it wrote down. */
const CSEQ_GAP = 1000;

export function dialogOfStored(stored: StoredDialog): Dialog {
  return {
    ...stored,
    local: stored.localUri,
    remote: stored.remoteUri,
    localCseq: stored.localCseq + CSEQ_GAP,
    remoteCseq: null,
    contactUser: null,
    flow: null,
    source: stored.nextHop && { ...stored.nextHop, transport: stored.transport, peerName: null },
    digest: null,
    allows: new Set(),
    supports: new Set(),
  };
}

export function storeDialog(dialog: Dialog): StoredDialog {
  const { callId, localTag, remoteTag, remoteTarget, routeSet, localCseq, source } = dialog;
  return {
    ...{ callId, localTag, remoteTag, remoteTarget, localCseq },
    localUri: dialog.local,
    remoteUri: dialog.remote,
    routeSet: [...routeSet],
    transport: source?.transport ?? 'udp',
    nextHop: source && { address: source.address, port: source.port },
  };
}

/** Re-INVITE, UPDATE and their 2xx may move the far side (RFC 3261 section 12.2). */
export function refreshTarget(dialog: Dialog, message: SipMessage): void {
  dialog.remoteTarget = targetOf(message) ?? dialog.remoteTarget;
  const { allows, supports } = abilitiesOf(message);
  if (allows.size > 0) dialog.allows = allows;
  if (supports.size > 0) dialog.supports = supports;
}

/** A request within the dialog, without Via; counts CSeq up but for ACK, which takes that of its INVITE. */
export function requestWithin(
  dialog: Dialog,
  method: string,
  { cseq, headers: extra = [], contentType, body }: RequestParts,
): SipRequest {
  const { uri, routes } = routing(dialog);
  const number = cseq ?? (dialog.localCseq += 1);
  const lines: SipHeader[] = routes.map((value) => ({ name: 'Route', value }));
  lines.push(
    { name: 'Max-Forwards', value: '70' },
    { name: 'From', value: dialog.local },
    { name: 'To', value: dialog.remote },
    { name: 'Call-ID', value: dialog.callId },
    { name: 'CSeq', value: `${number} ${method}` },
    ...extra,
  );
  if (body !== undefined) lines.push({ name: 'Content-Type', value: contentType ?? 'application/sdp' });
  return { is: 'request', method, uri, headers: lines, body: Buffer.from(body ?? '') };
}

export interface RequestParts {
  cseq?: number;
  headers?: SipHeader[];
  contentType?: string;
  body?: string;
}

/**
 * Request-URI and Route by the route set (RFC 3261 section 12.2.1.1): a first router without `lr` is a strict one and takes the place of
 * the target, which goes last.
 */
function routing(dialog: Dialog): { uri: string; routes: string[] } {
  const first = dialog.routeSet[0];
  if (first === undefined) return { uri: dialog.remoteTarget, routes: [] };
  const uri = parseUri(parseAddress(first)?.uri ?? '');
  if (!uri || uri.params.lr !== undefined) return { uri: dialog.remoteTarget, routes: dialog.routeSet };
  return {
    uri: formatUri({ ...uri, headers: '' }),
    routes: [...dialog.routeSet.slice(1), `<${dialog.remoteTarget}>`],
  };
}

/** Where its requests go next: the first router, or the far side. Null: unreadable. */
export function nextHopUri(dialog: Dialog): SipUri | null {
  const first = dialog.routeSet[0];
  return parseUri(first === undefined ? dialog.remoteTarget : (parseAddress(first)?.uri ?? ''));
}

/** Our Contact, as the far side may reach us over that transport. */
export function contactOf(here: Here, user: string | null): string {
  const params: Record<string, string> = here.transport === 'udp' ? {} : { transport: here.transport };
  return `<${formatUri({ scheme: 'sip', user, host: here.host, port: here.port, params, headers: '' })}>`;
}

function contactUserOf(request: SipRequest): string | null {
  return parseUri(parseAddress(header(request, 'Contact') ?? '')?.uri ?? '')?.user ?? null;
}

/** Without parameters of the header, which are not the URI's. */
function targetOf(message: SipMessage): string | null {
  const uri = parseAddress(header(message, 'Contact') ?? '')?.uri;
  return uri && parseUri(uri) ? uri : null;
}

function abilitiesOf(message: SipMessage): Pick<Dialog, 'allows' | 'supports'> {
  const supports = headerTokens(message, 'Supported').concat(headerTokens(message, 'Require'));
  return {
    allows: new Set(headerTokens(message, 'Allow')),
    supports: new Set(supports.map((each) => each.toLowerCase())),
  };
}
