// Is a request really Twilio's? https://www.twilio.com/docs/usage/security#validating-requests

import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * HMAC-SHA1 by the account's token over the address as Twilio knows it and the fields of the form, sorted. Twilio sometimes writes the usual
 * port into the address and sometimes not, so either is right.
 */
export function isSignedByTwilio(
  authToken: string,
  request: { url: string; form: URLSearchParams; signature: string | undefined },
): boolean {
  if (request.signature === undefined) return false;
  const given = Buffer.from(request.signature, 'base64');
  return addressesOf(request.url).some((url) => {
    const expected = twilioSignature(authToken, url, request.form);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

export function twilioSignature(authToken: string, url: string, form: URLSearchParams): Buffer {
  const names = [...new Set(form.keys())].sort();
  const fields = names.flatMap((name) => [...new Set(form.getAll(name))].sort().map((value) => name + value));
  return createHmac('sha1', authToken)
    .update(url + fields.join(''))
    .digest();
}

function addressesOf(url: string): string[] {
  const [, scheme, host, rest] = /^(https?):\/\/([^/?#]+)(.*)$/i.exec(url) ?? [];
  if (scheme === undefined || host === undefined) return [url];
  if (/:\d+$/.test(host)) return [url, `${scheme}://${host.replace(/:\d+$/, '')}${rest}`];
  return [url, `${scheme}://${host}:${scheme.toLowerCase() === 'https' ? 443 : 80}${rest}`];
}
