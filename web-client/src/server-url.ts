// Where the Ringback server is, when the page does not say it.

/** The file under which every server offers this client. */
const servedFile = /\/web-client\.(js|mjs)$/;

/** A classic script knows itself only while it runs, so this is read at load; a module always does. */
const ownScript =
  typeof document !== 'undefined' && document.currentScript instanceof HTMLScriptElement
    ? document.currentScript.src
    : import.meta.url;

/**
 * The server's base URL: the one given, else the origin of `/web-client.js` when this code was loaded from there (`loadedFrom`), else the
 * page's own origin. Throws a TypeError when a given URL is none.
 */
export function resolveServerUrl(given: string | undefined, loadedFrom: string | undefined = ownScript): string {
  if (given) return new URL(given, pageUrl()).href.replace(/\/$/, '');
  if (loadedFrom && URL.canParse(loadedFrom)) {
    const source = new URL(loadedFrom);
    if (servedFile.test(source.pathname)) return source.origin;
  }
  return new URL(pageUrl()).origin;
}

function pageUrl(): string {
  return globalThis.location?.href ?? 'http://127.0.0.1:8080/';
}
