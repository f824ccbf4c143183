// Addresses of vendors: a base that users may replace, in http or ws form, and a path on it.

/** The address for a WebSocket: http becomes ws, https becomes wss. Empty query values are left out; lists repeat their name. */
export function socketUrl(base: string, path: string, query: Record<string, string | string[] | undefined>): string {
  const url = join(base, path);
  url.protocol = url.protocol.replace(/^http/, 'ws');
  for (const [name, value] of Object.entries(query)) {
    for (const item of typeof value === 'string' ? [value] : (value ?? [])) url.searchParams.append(name, item);
  }
  return url.href;
}

/** The address for HTTP: ws becomes http, wss becomes https. Without any path of its own a base gets `defaultPath`. */
export function httpBase(base: string, defaultPath: string): string {
  const url = new URL(base);
  url.protocol = url.protocol.replace(/^ws/, 'http');
  if (url.pathname === '/') url.pathname = defaultPath;
  return url.href.replace(/\/+$/, '');
}

/** A base that already ends with the version (`/v1`) is not given it twice. */
function join(base: string, path: string): URL {
  const url = new URL(base);
  const prefix = url.pathname.replace(/\/+$/, '');
  const version = /^\/v\d+/.exec(path)?.[0];
  url.pathname = version && prefix.endsWith(version) ? prefix + path.slice(version.length) : prefix + path;
  return url;
}
