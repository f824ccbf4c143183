// ACK of a 2xx: a request of the dialog outside any transaction, sent again as often as the 2xx comes again (RFC 3261 section 13.2.2.4).

import { parseCSeq } from '../cseq.ts';
import { header, headers } from '../header.ts';
import type { SipHeader, SipRequest } from '../message.ts';
import type { Flow } from '../transport/flow.ts';
import { viaOf } from '../via-of.ts';
import { requestWithin, type Dialog } from './dialog.ts';
import { waysOfDialog } from './dialog-ways.ts';
import type { SessionDeps } from './session-deps.ts';

/** Call it at each 2xx with the INVITE that it answers; `sdp`: our answer to an offer in the 2xx. */
export type Acker = (invite: SipRequest, sdp?: string) => void;

const CONNECT_MS = 4000;

export function createAcker(deps: Pick<SessionDeps, 'transports' | 'wire' | 'locate'>, dialog: Dialog): Acker {
  let sent: { flow: Flow; bytes: Buffer } | null = null;
  let begun = false;

  async function acknowledge(invite: SipRequest, sdp: string | undefined): Promise<void> {
    const flow = await firstFlow();
    if (!flow?.here) {
      // The next repetition of the 2xx tries again.
      begun = false;
      return;
    }
    const ack = ackOf(dialog, invite, sdp);
    ack.headers.unshift(viaOf(flow.here));
    sent = { flow, bytes: deps.wire.send(flow, ack) };
  }

  async function firstFlow(): Promise<Flow | null> {
    try {
      for (const way of await waysOfDialog(dialog, deps.locate)) {
        const flow =
          way.flow ??
          (await deps
            .transports()
            .reach(way.hop, CONNECT_MS)
            .catch(() => null));
        if (flow) return flow;
      }
    } catch {
      // The name service is away.
    }
    return null;
  }

  return (invite, sdp) => {
    if (sent) return deps.wire.resend(sent.flow, sent.bytes);
    if (begun) return;
    begun = true;
    void acknowledge(invite, sdp);
  };
}

/** CSeq number and credentials are those of the INVITE (RFC 3261 sections 13.2.2.4 and 22.1). */
function ackOf(dialog: Dialog, invite: SipRequest, sdp: string | undefined): SipRequest {
  const proofs: SipHeader[] = ['Authorization', 'Proxy-Authorization'].flatMap((name) =>
    headers(invite, name).map((value) => ({ name, value })),
  );
  return requestWithin(dialog, 'ACK', {
    cseq: parseCSeq(header(invite, 'CSeq') ?? '')?.number ?? 1,
    headers: proofs,
    ...(sdp === undefined ? {} : { body: sdp }),
  });
}
