// The session's messages to its client in the words of the newer transport: `type` instead of `event_type`, and the call's course as status.

export function gatewayMessage(json: unknown): object {
  const { event_type, ...rest } = (json ?? {}) as { event_type?: unknown; [field: string]: unknown };
  switch (event_type) {
    case 'update':
      return { type: 'transcript', ...rest };
    case 'call_ended':
      return statusMessage('ended', rest['disconnection_reason']);
    default:
      return { ...rest, type: event_type };
  }
}

/** `replaced`, the fourth state, is said by the peer that it happens to. */
export function statusMessage(state: 'live' | 'ended', disconnectionReason?: unknown): object {
  return state === 'live'
    ? { type: 'status', state }
    : { type: 'status', state, disconnection_reason: disconnectionReason ?? null };
}
