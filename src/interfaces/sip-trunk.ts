// A SIP trunk as the telephone's side sees it: where to send calls, how to prove who we are, who may call in.

export interface SipTrunk {
  /** Stable; of a number imported with its own termination_uri: made of that number. */
  trunkId: string;
  workspaceId: string;
  /** Lower priority first; among equals by weight (as RFC 2782). */
  targets: { uri: string; priority: number; weight: number }[];
  /** Every request that begins something (call, registration, sign of life) is sent there, with a Route that says so; null: to the target itself. */
  outboundProxy: string | null;
  /** Null: as the target's URI and DNS say; of the outbound proxy where there is one. */
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
  /** Null: the trunk does not register. `elsewhere`: another server registers it. */
  registration: {
    state: 'registered' | 'trying' | 'refused' | 'elsewhere';
    until: number | null;
    detail: string;
  } | null;
}

/** What the telephone does for the people who set trunks up. */
export interface TrunkCare {
  /** Null: not looked at yet, or not by this server. */
  health(trunkId: string): TrunkHealth | null;
  /** Tries everything that a call needs, one after the other. Never rejects; gives up when the signal fires. */
  test(trunk: SipTrunk, wish: TrunkTestWish, signal: AbortSignal): Promise<TrunkTestReport>;
}

/** `ring`: a phone to call, and whose number it is shown. */
export interface TrunkTestWish {
  ring: { from: string; to: string } | null;
}

export interface TrunkTestReport {
  /** Nothing failed. */
  ok: boolean;
  steps: TrunkTestStep[];
}

/** `found` and `advice` are sentences for people; `mistake` names one that is known. */
export interface TrunkTestStep {
  step: 'listen' | 'resolve' | 'connect' | 'tls' | 'options' | 'credentials' | 'inbound' | 'ring' | 'sound';
  target: string | null;
  result: 'ok' | 'failed' | 'warning' | 'skipped';
  mistake?: string;
  found: string;
  advice: string | null;
}

/** What is kept of an answered call, so that another life of this server can end it. */
export interface KeptDialog {
  key: string;
  /** Null: it came in, and whose it is only the number can tell. */
  workspaceId: string | null;
  callId: string | null;
  trunkId: string | null;
  /** Plain JSON of the signalling's own. */
  dialog: object;
}

export interface DialogKeeper {
  keep(dialog: KeptDialog): Promise<void>;
  forget(key: string): Promise<void>;
  /** Those of servers that died; each is given once. */
  orphans(): Promise<KeptDialog[]>;
}

/** Which of the servers that share a database keeps a trunk registered. */
export interface RegistrationLeases {
  /** Takes what nobody has and what a dead server had, keeps what is ours; resolves with the ids of ours. Rejects when nobody can tell. */
  hold(trunks: readonly Pick<SipTrunk, 'workspaceId' | 'trunkId'>[]): Promise<ReadonlySet<string>>;
  /** Others may have it. */
  release(trunk: Pick<SipTrunk, 'workspaceId' | 'trunkId'>): Promise<void>;
}
