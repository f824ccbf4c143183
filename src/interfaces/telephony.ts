// The telephone as the API's rules see it: numbers are rented, calls are placed, texts are sent. Without any carrier set up there is none
// of these (`ResourceDeps.telephony` is null), and every rule has an answer for that.

/** Who rents a number out and carries its calls. */
export type NumberProvider = 'twilio' | 'telnyx';

export interface Telephony {
  /** Rents a number. Throws TelephonyError. */
  buyNumber(wanted: NumberWish): Promise<BoughtNumber>;
  /** Gives a rented number back. Throws TelephonyError. */
  releaseNumber(number: BoughtNumber): Promise<void>;
  /**
   * Takes a stored, registered outbound call over; its course is written by the call's own session from then on. Resolves when the
   * call is in the carrier's hands and its session has claimed the row, throws TelephonyError when that cannot be. Is asked once a call.
   */
  placeCall(callId: string): Promise<void>;
  /** Sends one text message; resolves with the carrier's id of it, and whose it is. Throws TelephonyError. */
  sendText(message: TextMessage): Promise<{ messageId: string; carrier?: NumberProvider }>;
}

/** Where telephone calls reach this server. */
export interface WaysIn {
  /** Null: no SIP. */
  sip: {
    /** Null: not set. */
    publicAddress: string | null;
    listening: readonly { transport: 'udp' | 'tcp' | 'tls'; address: string; port: number }[];
    /** `10000-19999` */
    rtpPorts: string;
  } | null;
  carriers: readonly NumberProvider[];
}

export interface TextMessage {
  from: string;
  to: string;
  text: string;
  /** Whose number `from` is; left out: the one carrier that is set up, or Twilio. */
  provider?: NumberProvider;
}

export interface NumberWish {
  provider: NumberProvider;
  /** A certain number in E.164, or anything with this area code. */
  phoneNumber: string | null;
  areaCode: number | null;
  country: 'US' | 'CA';
  tollFree: boolean;
}

export interface BoughtNumber {
  provider: NumberProvider;
  /** E.164. */
  phoneNumber: string;
  /** The carrier's id of it. */
  providerId: string;
}

export type TelephonyErrorKind =
  'unavailable' | 'permission_denied' | 'no_such_number' | 'invalid_destination' | 'not_set_up';

/** `message` is fit for a user and says what to do. */
export class TelephonyError extends Error {
  readonly kind: TelephonyErrorKind;
  /** The carrier's own code, where it gave one. */
  readonly carrierCode: string | null;
  /** The one written to has asked the carrier for no more messages from this number. */
  readonly optedOut: boolean;
  constructor(
    kind: TelephonyErrorKind,
    message: string,
    options: { cause?: unknown; carrierCode?: string | null; optedOut?: boolean } = {},
  ) {
    super(message, options);
    this.name = 'TelephonyError';
    this.kind = kind;
    this.carrierCode = options.carrierCode ?? null;
    this.optedOut = options.optedOut ?? false;
  }
}
