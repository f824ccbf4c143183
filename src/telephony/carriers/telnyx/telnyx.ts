// Telnyx: calls, numbers, texts, and the addresses that it calls here. Whatever comes in is Telnyx' by its signature, or is refused.

import { createBuyer } from '../buy-once.ts';
import { forged, heard, type Carrier, type TellEvent } from '../carrier.ts';
import { fieldsOf, parseObject } from '../media-wire.ts';
import { createTelnyxEdge, type TelnyxEdgeDeps } from './edge.ts';
import { createTelnyxMarket, releaseTelnyxNumber } from './numbers.ts';
import { createTelnyxRest, type TelnyxAccount } from './rest.ts';
import { isSignedByTelnyx, telnyxPublicKey } from './signature.ts';
import { sendTelnyxText, telnyxTextEvent } from './texts.ts';

export interface TelnyxDeps extends Omit<TelnyxEdgeDeps, 'rest' | 'connectionId'> {
  account: TelnyxAccount;
  tell: TellEvent;
}

/** Throws when the public key is none. */
export function createTelnyx(deps: TelnyxDeps): Carrier {
  const { account } = deps;
  const key = telnyxPublicKey(account.publicKey);
  const rest = createTelnyxRest(account);
  const edge = createTelnyxEdge({ ...deps, ...account, rest });
  return {
    edge,
    buyNumber: createBuyer(createTelnyxMarket({ ...account, rest })),
    releaseNumber: (number) => releaseTelnyxNumber(rest, number),
    sendText: (message) => sendTelnyxText({ ...deps, rest }, message),
    async answer({ path, headers, body }) {
      if (!isSignedByTelnyx(key, { headers, body }, deps.wallClock())) return forged;
      const data = fieldsOf(parseObject(body.toString('utf8'))?.['data']);
      const payload = fieldsOf(data?.['payload']);
      const type = String(data?.['event_type'] ?? '');
      if (path === 'call') {
        if (payload) edge.take(type, payload);
        return heard;
      }
      if (path !== 'text') return null;
      const event = payload && telnyxTextEvent(type, payload);
      if (event) await deps.tell(event);
      return heard;
    },
    bury({ telnyx_call_control_id: id }) {
      if (id !== undefined) edge.bury(id);
    },
    async close() {
      await edge.close();
      await rest.close();
    },
  };
}
