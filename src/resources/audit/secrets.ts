// What never stands in the audit log.

/** Names of fields that hold secrets, in the contract's objects and in what users put into tools. */
const SECRET_NAME =
  /secret|password|passwd|token|api_?key$|authorization|credential|cookie|sip_trunk_auth|sign_in_url/i;
/** Maps whose values are often secret under any name. */
const SECRET_MAP = /^(headers|custom_headers|request_headers|query_params)$/i;

const HIDDEN = '[hidden]';

/** A copy in which secrets are hidden; that there is one stays visible. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, hidden(name, part)]));
}

function hidden(name: string, part: unknown): unknown {
  if (part === null || part === undefined) return part;
  if (typeof part === 'string' && SECRET_NAME.test(name)) return HIDDEN;
  if (SECRET_MAP.test(name) && typeof part === 'object')
    return Object.fromEntries(Object.keys(part).map((key) => [key, HIDDEN]));
  if (typeof part === 'string') return part.replace(/\b(public_)?key_[0-9a-f]{32}\b/g, HIDDEN);
  return withoutSecrets(part);
}
