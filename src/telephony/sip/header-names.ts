// How names of header fields are spelled: the RFCs' way, whatever came (RFC 3261 section 7.3.3, and the IANA list of compact forms).

const COMPACT: Record<string, string> = {
  a: 'Accept-Contact',
  b: 'Referred-By',
  c: 'Content-Type',
  d: 'Request-Disposition',
  e: 'Content-Encoding',
  f: 'From',
  i: 'Call-ID',
  j: 'Reject-Contact',
  k: 'Supported',
  l: 'Content-Length',
  m: 'Contact',
  n: 'Identity-Info',
  o: 'Event',
  r: 'Refer-To',
  s: 'Subject',
  t: 'To',
  u: 'Allow-Events',
  v: 'Via',
  x: 'Session-Expires',
  y: 'Identity',
};

const SPELLED = `Accept Accept-Encoding Accept-Language Alert-Info Allow Authorization Authentication-Info Call-Info
  Content-Disposition Content-Language CSeq Date Diversion Error-Info Expires Geolocation History-Info In-Reply-To Info-Package
  Join Max-Forwards MIME-Version Min-Expires Min-SE Organization P-Asserted-Identity P-Charging-Vector
  P-Preferred-Identity P-Early-Media Path Priority Privacy Proxy-Authenticate Proxy-Authorization Proxy-Require RAck Reason
  Record-Route Recv-Info Refer-Sub Remote-Party-ID Replaces Reply-To Require Retry-After Route RSeq Server Service-Route
  Session-ID SIP-ETag SIP-If-Match Subscription-State Target-Dialog Timestamp Unsupported User-Agent User-to-User Warning
  WWW-Authenticate`.split(/\s+/);

/** Each spelling seen most (as the RFC has it, small letters, compact) to the RFC's. */
const NAMES = new Map<string, string>();
for (const name of [...SPELLED, ...Object.values(COMPACT)]) NAMES.set(name, name).set(name.toLowerCase(), name);
for (const [short, name] of Object.entries(COMPACT)) NAMES.set(short, name).set(short.toUpperCase(), name);

/** The RFC's spelling of a header name in any case or compact; an unknown name stays as it is. */
export function spellHeaderName(name: string): string {
  return NAMES.get(name) ?? NAMES.get(name.toLowerCase()) ?? name;
}
