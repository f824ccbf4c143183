// A SIP message as this room handles it (RFC 3261 section 7): header fields as they came, in order, with the compact forms spelled out.

/** What has been parsed or will be serialised. Header names are spelled as in the RFC (`Call-ID`, `CSeq`); looked up without regard to case. */
export type SipMessage = SipRequest | SipResponse;

interface SipMessageBase {
  headers: SipHeader[];
  /** Empty when there is none. */
  body: Buffer;
}

export interface SipRequest extends SipMessageBase {
  is: 'request';
  /** INVITE, ACK, ...; case matters. */
  method: string;
  /** Request-URI as it stood on the wire. */
  uri: string;
}

export interface SipResponse extends SipMessageBase {
  is: 'response';
  status: number;
  reason: string;
}

/** One header line; values of a list (Via, Route, Record-Route, Contact) stand one a line after parsing. */
export interface SipHeader {
  name: string;
  value: string;
}

/** `sip:user:password@host:port;params?headers` (RFC 3261 section 19.1). */
export interface SipUri {
  scheme: 'sip' | 'sips' | 'tel';
  /** Unescaped; null when there is none. Of `tel:` the number. */
  user: string | null;
  /** Unescaped; RFC 3261 advises against it, and a contact that has one must keep it. */
  password?: string | null;
  /** Lower case, IPv6 without brackets; empty for `tel:`. */
  host: string;
  port: number | null;
  /** Lower-case names; '' for a parameter without value. */
  params: Record<string, string>;
  /** As they stood, after `?`. */
  headers: string;
}

/** `"Name" <uri>;tag=...`: From, To, Contact, Refer-To, P-Asserted-Identity, Route (RFC 3261 section 20.10). */
export interface NameAddr {
  displayName: string | null;
  uri: SipUri;
  params: Record<string, string>;
}
