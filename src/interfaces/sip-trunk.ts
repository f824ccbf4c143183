// A SIP trunk as the telephone's side sees it: where to send calls, how to prove who we are, who may call in.

export interface SipTrunk {
  /** Stable; of a number imported with its own termination_uri: made of that number. */
  trunkId: string;
  workspaceId: string;
  /** Lower priority first; among equals by weight (as RFC 2782). */
  targets: { uri: string; priority: number; weight: number }[];
  /** Null: as the target's URI and DNS say. */
  transport: 'udp' | 'tcp' | 'tls' | null;
  /** Answers to 401 and 407. */
  credentials: { username: string; password: string } | null;
  /** We register there, refresh, and fail over along the targets. */
  registration: { registrar: string; expiresS: number } | null;
  inbound: {
    /** Networks (CIDR) that may call in, beside the addresses of the targets. */
    networks: string[];
    /** Whoever calls in from elsewhere must know these. */
    credentials: { username: string; password: string } | null;
  };
  /** SRTP by SDES; only over TLS are its keys secret. */
  srtp: 'never' | 'offered' | 'required';
  /** Seconds between OPTIONS to each target; null: never. */
  healthEveryS: number | null;
}

export interface TrunkDirectory {
  /** All that there are, as of the last look; cheap. */
  all(): readonly SipTrunk[];
  /** The trunk that dials for a number; null: it has none. Asks the database. */
  forNumber(workspaceId: string, number: string): Promise<SipTrunk | null>;
  /** Is called after each change of `all()`. */
  onChange(listener: () => void): void;
}

/** What is known of one target. `detail`: plain words for the person who set the trunk up. */
export interface TrunkTargetHealth {
  uri: string;
  state: 'unknown' | 'up' | 'down';
  checkedAt: number | null;
  detail: string;
}

export interface TrunkHealth {
  trunkId: string;
  targets: TrunkTargetHealth[];
  /** Null: the trunk does not register. */
  registration: { state: 'registered' | 'trying' | 'refused'; until: number | null; detail: string } | null;
}
