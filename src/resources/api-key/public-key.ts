// Keys that stand in pages: whose pages may use them.

import { invalidRequest, type RequestBody, quoted } from '../../contract/index.ts';
import type { PublicKeySettings } from '../../storage/index.ts';
import type { Envelope } from './envelope.ts';

type Given = Pick<RequestBody<'createApiKey'>, 'allowed_domains' | 'recaptcha'>;

/** A host name, `*.` before it for all below it, a port behind it. */
const DOMAIN = /^(\*\.)?([a-z0-9-]+\.)*[a-z0-9-]+(:\d{1,5})?$/i;

const RECAPTCHA_CONTEXT = 'recaptcha secret';

/** The settings of a public key after a change. Throws 400 for what is not a domain, and without any. */
export function publicKeySettings(
  envelope: Envelope,
  given: Given,
  before: PublicKeySettings | null,
): PublicKeySettings {
  const allowed_domains = given.allowed_domains ?? before?.allowed_domains ?? [];
  if (allowed_domains.length === 0)
    throw invalidRequest('allowed_domains: expected at least one host whose pages may use the key.');
  for (const [i, domain] of allowed_domains.entries())
    if (!DOMAIN.test(domain))
      throw invalidRequest(`allowed_domains[${i}]: expected a host like shop.example.com, got ${quoted(domain)}.`);
  const { recaptcha } = given;
  if (recaptcha === undefined) return { allowed_domains, recaptcha: before?.recaptcha ?? null };
  if (recaptcha === null) return { allowed_domains, recaptcha: null };
  const secret_sealed = envelope.seal(recaptcha.secret, RECAPTCHA_CONTEXT).toString('base64');
  return { allowed_domains, recaptcha: { secret_sealed, score_threshold: recaptcha.score_threshold ?? 0.5 } };
}

export function recaptchaSecret(envelope: Envelope, sealed: string): string {
  return envelope.open(Buffer.from(sealed, 'base64'), RECAPTCHA_CONTEXT);
}

/** May a page of this origin (RFC 6454) use the key? Without an origin nobody can tell. */
export function isAllowedOrigin({ allowed_domains }: PublicKeySettings, origin: string | undefined): boolean {
  const url = origin === undefined ? null : URL.parse(origin);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return false;
  return allowed_domains.some((domain) => fits(domain.toLowerCase(), url));
}

/** A domain without a port stands for every port. */
function fits(domain: string, { host, hostname }: URL): boolean {
  const against = domain.includes(':') ? host : hostname;
  return domain.startsWith('*.') ? against.endsWith(domain.slice(1)) : against === domain;
}
