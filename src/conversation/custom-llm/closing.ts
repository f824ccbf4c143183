// What it means when the connection to a custom LLM program is lost: the protocol's table of close codes.

import type { DisconnectionReason } from '../../interfaces/call-event.ts';

export type Loss =
  /** `fault`: what the program did against the WebSocket protocol or our limits. */
  | { is: 'closed'; code: number; fault: string | null }
  /** A binary message: the protocol is JSON text. */
  | { is: 'binary' }
  /** It did not answer our pings. */
  | { is: 'silent' };

export type Verdict =
  | { then: 'end'; reason: DisconnectionReason; detail: string }
  /** So many times in a row before the call is given up. */
  | { then: 'reconnect'; atMost: number };

/** `autoReconnect`: as the program configured it. */
export function verdictOn(loss: Loss, autoReconnect: boolean): Verdict {
  switch (loss.is) {
    case 'binary':
      return end('error_llm_websocket_corrupt_payload', 'the custom LLM sent a binary message');
    case 'silent':
      return { then: 'reconnect', atMost: 2 };
    case 'closed':
      return verdictOnCode(loss, autoReconnect);
    default:
      return loss satisfies never;
  }
}

function verdictOnCode({ code, fault }: Loss & { is: 'closed' }, autoReconnect: boolean): Verdict {
  if (fault !== null) return end('error_llm_websocket_corrupt_payload', `the custom LLM broke the protocol: ${fault}`);
  const closed = `the custom LLM closed the connection with code ${code}`;
  if (code === 1000) return end('agent_hangup', closed);
  if (code === 1005) return end('error_llm_websocket_open', 'the custom LLM closed the connection without a code');
  if (code === 1006 && autoReconnect) return { then: 'reconnect', atMost: 4 };
  if (code === 1006) return end('error_llm_websocket_lost_connection', 'the connection to the custom LLM was lost');
  return end('error_llm_websocket_runtime', closed);
}

function end(reason: DisconnectionReason, detail: string): Verdict {
  return { then: 'end', reason, detail };
}
