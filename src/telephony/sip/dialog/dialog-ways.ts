// Where a dialog's requests are sent: by its route set or the far side's Contact, unless a connection is open already or the Contact is an
// address behind NAT that nobody could reach.

import { isPrivateAddress } from '../../../interfaces/network-address.ts';
import type { Way } from '../exchange.ts';
import type { SipUri } from '../message.ts';
import type { Flow, Hop } from '../transport/flow.ts';
import { defaultPort, locate, transportOf, type LocateDeps } from '../transport/locate.ts';
import { mayLead } from '../transport/may-lead.ts';
import { nextHopUri, type Dialog } from './dialog.ts';

/** Rejects when the name service fails. */
export async function waysOfDialog(dialog: Dialog, deps: LocateDeps): Promise<Way[]> {
  const uri = nextHopUri(dialog);
  const open = openFlow(dialog, uri);
  if (open) return [wayOver(open, dialog)];
  const hidden = uri && hiddenHop(dialog, uri);
  if (hidden) return [{ hop: hidden, flow: null, digest: dialog.digest }];
  const found = uri ? await locate(uri, null, deps) : [];
  const hops = allowedHops(dialog, found);
  const ways: Way[] = hops.map((hop) => ({ hop, flow: null, digest: dialog.digest }));
  // A peer that only ever connects to us has a Contact where nobody listens.
  if (dialog.flow?.reliable && !dialog.flow.closed) ways.push(wayOver(dialog.flow, dialog));
  return ways;
}

function wayOver(flow: Flow, dialog: Dialog): Way {
  const { transport, address, port } = flow.source;
  return { hop: { transport, address, port, name: flow.name ?? address }, flow, digest: dialog.digest };
}

/** The dialog's connection, if it leads to the next hop. */
function openFlow({ flow }: Dialog, uri: SipUri | null): Flow | null {
  if (!flow?.reliable || flow.closed) return null;
  const leadsThere = uri === null || uri.host === flow.source.address || uri.host === flow.name;
  return leadsThere || (uri && isPrivateAddress(uri.host)) ? flow : null;
}

/** Those that the far side may name; when it may none of them, back to where its messages come from. */
function allowedHops({ source }: Dialog, hops: Hop[]): Hop[] {
  if (!source) return hops;
  const allowed = hops.filter(({ address }) => mayLead(source.address, address));
  if (allowed.length > 0 || hops.length === 0 || source.transport !== 'udp') return allowed;
  return [{ transport: 'udp', address: source.address, port: source.port, name: source.address }];
}

/** A far side behind NAT, no proxy between: back to where its messages come from. */
function hiddenHop(dialog: Dialog, uri: SipUri): Hop | null {
  const { source } = dialog;
  if (dialog.routeSet.length > 0 || !source || source.transport !== 'udp') return null;
  const wanted = transportOf(uri) ?? 'udp';
  if (
    wanted !== 'udp' ||
    !isPrivateAddress(uri.host) ||
    uri.host === source.address ||
    isPrivateAddress(source.address)
  )
    return null;
  return { transport: 'udp', address: source.address, port: source.port || defaultPort('udp'), name: uri.host };
}
